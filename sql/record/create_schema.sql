create schema opskit
