create schema opskit_fleet
