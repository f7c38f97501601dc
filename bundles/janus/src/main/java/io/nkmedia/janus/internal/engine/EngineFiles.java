package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How the engine is run, as data: two configuration files with what this bundle needs turned on, and nothing else.
 *
 * <p>The templates decide whether a running instance is kept over an update of this bundle: other templates, another
 * instance.
 */
final class EngineFiles {
    static final String CONTROL = "control";
    static final String ADMIN = "admin";

    /** What goes between quotes of the engine's configuration; nothing that could end them. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:/%-]*");

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+");

    /** Where packages put the engine's own libraries. */
    private static final List<String> HOMES = List.of(
            "/usr/lib/" + architecture() + "-linux-gnu/janus",
            "/usr/lib64/janus",
            "/usr/lib/janus",
            "/usr/local/lib/janus",
            "/opt/janus/lib/janus");

    /** Plugins of the engine that no session type here uses. */
    private static final List<String> UNUSED = List.of(
            "audiobridge",
            "duktape",
            "lua",
            "nosip",
            "recordplay",
            "sip",
            "streaming",
            "textroom",
            "videocall",
            "videoroom",
            "voicemail");

    private static final List<String> OTHER_TRANSPORTS = List.of("http", "mqtt", "nanomsg", "pfunix", "rabbitmq");
    private static final int RTP_PORTS = 400;

    private EngineFiles() {}

    /**
     * @param exists whether a folder is there
     * @throws RuntimeUnavailable if an option can't be written into the engine's configuration
     */
    static EngineSpec spec(BackendConfig config, Predicate<String> exists) {
        var files = Map.of(
                "janus.jcfg",
                main(config, home(config, exists)),
                "janus.transport.websockets.jcfg",
                webSockets(),
                "janus.plugin.echotest.jcfg",
                "general: { events = false }\n");
        return new EngineSpec(
                "janus",
                List.of("janus"),
                List.of("-F", "${dir}"),
                files,
                List.of(CONTROL, ADMIN),
                List.of("api", "admin"),
                RTP_PORTS);
    }

    private static String home(BackendConfig config, Predicate<String> exists) {
        return Optional.of(option(config, "engine_home"))
                .filter(home -> !home.isEmpty())
                .or(() -> HOMES.stream().filter(exists).findFirst())
                .orElse(HOMES.get(0));
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    private static String main(BackendConfig config, String home) {
        boolean ipv6 = Boolean.parseBoolean(config.option("ipv6"));
        return """
                general: {
                    configs_folder = "${dir}"
                    plugins_folder = "%1$s/plugins"
                    transports_folder = "%1$s/transports"
                    events_folder = "%1$s/events"
                    loggers_folder = "%1$s/loggers"
                    debug_level = 4
                    debug_timestamps = true
                    debug_colors = false
                    server_name = "${id}"
                    api_secret = "${secret.api}"
                    admin_secret = "${secret.admin}"
                    session_timeout = 60
                    reclaim_session_timeout = 60
                    protected_folders = [ "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/sbin", "/sys", "/usr", "/var/lib/dpkg" ]
                }
                media: {
                    rtp_port_range = "${rtp.from}-${rtp.to}"
                    ipv6 = %2$s
                    no_media_timer = 2
                    slowlink_threshold = 4
                }
                nat: {
                    full_trickle = false
                    ignore_mdns = true
                    nice_debug = false
                %3$s}
                plugins: { disable = "%4$s" }
                transports: { disable = "%5$s" }
                loggers: { disable = "libjanus_jsonlog.so" }
                events: { broadcast = false }
                """.formatted(home, ipv6, nat(config), libraries(UNUSED), libraries(OTHER_TRANSPORTS));
    }

    private static String libraries(List<String> names) {
        return String.join(
                ",", names.stream().map(name -> "libjanus_" + name + ".so").toList());
    }

    private static String nat(BackendConfig config) {
        var lines = new StringBuilder();
        line(lines, "ice_enforce_list", option(config, "ice_enforce_list"));
        String stun = option(config, "stun_server");
        int colon = stun.lastIndexOf(':');
        line(lines, "stun_server", colon < 0 ? stun : stun.substring(0, colon));
        if (colon >= 0) {
            lines.append("    stun_port = ")
                    .append(port(stun.substring(colon + 1)))
                    .append('\n');
        }
        String external = String.valueOf(config.settings().getOrDefault("external_ip", ""));
        if (ADDRESS.matcher(external).matches()) {
            line(lines, "nat_1_1_mapping", external);
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, String key, String value) {
        if (!value.isEmpty()) {
            lines.append("    ").append(key).append(" = \"").append(value).append("\"\n");
        }
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new RuntimeUnavailable("option stun_server must be host:port");
        }
    }

    private static String option(BackendConfig config, String key) {
        String value = config.option(key);
        if (!PLAIN.matcher(value).matches()) {
            throw new RuntimeUnavailable(
                    "option " + key + " has characters that the engine's configuration can't hold");
        }
        return value;
    }

    private static String webSockets() {
        return """
                general: {
                    json = "compact"
                    ws = true
                    ws_ip = "${bind}"
                    ws_port = ${port.control}
                    wss = false
                }
                admin: {
                    admin_ws = true
                    admin_ws_ip = "${bind}"
                    admin_ws_port = ${port.admin}
                    admin_wss = false
                }
                """;
    }
}
