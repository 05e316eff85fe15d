"""The sources of a gate's metrics, one module each; app.metric_kinds says what a module holds."""
