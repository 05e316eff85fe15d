"""Kinds of statements that lock no relation of users: what they change are rows of the catalog, roles, settings."""

from __future__ import annotations

NO_RELATION = frozenset(
    "alter_collation_stmt alter_database_refresh_coll_stmt alter_database_set_stmt alter_database_stmt"
    " alter_default_privileges_stmt alter_event_trig_stmt alter_extension_contents_stmt"
    " alter_fdw_stmt alter_foreign_server_stmt alter_function_stmt alter_op_family_stmt"
    " alter_operator_stmt alter_owner_stmt alter_role_set_stmt alter_role_stmt alter_stats_stmt alter_subscription_stmt"
    " alter_system_stmt alter_table_space_options_stmt alter_tsconfiguration_stmt alter_tsdictionary_stmt"
    " alter_type_stmt alter_user_mapping_stmt check_point_stmt close_portal_stmt composite_type_stmt"
    " constraints_set_stmt create_am_stmt create_cast_stmt create_conversion_stmt create_domain_stmt create_enum_stmt"
    " create_event_trig_stmt create_extension_stmt create_fdw_stmt create_foreign_server_stmt create_op_class_stmt"
    " create_op_family_stmt create_plang_stmt create_range_stmt create_role_stmt create_subscription_stmt"
    " create_table_space_stmt create_transform_stmt create_user_mapping_stmt createdb_stmt deallocate_stmt define_stmt"
    " discard_stmt drop_role_stmt drop_subscription_stmt drop_table_space_stmt drop_user_mapping_stmt dropdb_stmt"
    " fetch_stmt grant_role_stmt import_foreign_schema_stmt listen_stmt load_stmt notify_stmt"
    " unlisten_stmt variable_set_stmt variable_show_stmt".split()
)

# What these run is not in their text.
OPAQUE = frozenset("alter_extension_stmt call_stmt drop_owned_stmt execute_stmt reassign_owned_stmt".split())
