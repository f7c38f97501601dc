package io.nkmedia.core.internal.command;

import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.connection.ConnectionDirectory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is told about a connection (protocol.md §7.4). */
final class About {
    /** The only kind of connection session there is. */
    static final String TYPE = "api_server";

    /** Who sees where others come from. */
    private static final Set<String> SEE_REMOTE = Set.of("admin", "manager");

    private About() {}

    static Map<String, Object> connection(ConnectionDirectory.Entry entry, ConnectionCaller caller) {
        var login = entry.login();
        var info = entry.connection().info();
        var about = new LinkedHashMap<String, Object>();
        about.put("type", TYPE);
        about.put("since", login.since());
        about.put("roles", entry.connection().service().roles(login).orElse(Set.of()));
        if (login.user().equals(caller.user()) || caller.roles().stream().anyMatch(SEE_REMOTE::contains)) {
            about.put("remote", info.remote());
        }
        about.put("user_agent", info.userAgent());
        about.put("meta", login.meta());
        return about;
    }
}
