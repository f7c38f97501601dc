package io.nkmedia.itests;

/** Service documents of tests. Their users' password has a hash that is cheap to check. */
final class TestServices {
    static final String PASSWORD = "secret";

    private static final String HASH = "$2y$04$KBCwKxOzLha2MUDgW0PjXe/hE/UCO9qF89dOydoHjSwxcHev5LRn.";

    private TestServices() {}

    /**
     * A service with a Janus of its own and the users {@code admin} and {@code user}.
     *
     * @param more further members, such as {@code "media": {…}}; may be empty
     */
    static String janus(String name, String more) {
        return service(
                name,
                "\"backends\": [{\"kind\": \"janus\", \"runtime\": \"process\"}]"
                        + (more.isEmpty() ? "" : ", " + more));
    }

    /** A service with these further members, which may be empty. */
    static String service(String name, String more) {
        return """
                {"name": "%s",
                 "auth": {"users": [{"user": "admin", "password_hash": "%s", "roles": ["admin"]},
                                    {"user": "user", "password_hash": "%s", "roles": ["user"]}]},
                 "limits": {"sessions_per_user": 1000}%s}
                """.formatted(name, HASH, HASH, more.isEmpty() ? "" : ", " + more);
    }
}
