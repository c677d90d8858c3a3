"""Who is calling (账号与权限): OIDC token -> Actor; roles and their grants; merchants', sites' and labs' bindings."""
