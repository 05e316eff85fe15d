"""What answers the claims of a document, one module each; app.claim_kinds says what a module holds."""
