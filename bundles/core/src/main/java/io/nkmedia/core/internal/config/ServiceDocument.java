package io.nkmedia.core.internal.config;

import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.access.TokenSettings;
import io.nkmedia.core.internal.media.IceSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service's configuration (services.md §2.2): this declaration is its schema. Changing a value is live. */
public record ServiceDocument(
        @Field(value = "The service's name", pattern = "[a-z][a-z0-9_-]{0,31}")
        String name,

        @Field(value = "What people read", byDefault = "\"\"", max = 1000)
        String description,

        @Field(value = "False stops the service and keeps its configuration", byDefault = "true")
        boolean enabled,

        @Field(
                value = "Plugins, first is asked first: a name, or {name, version} with a range of versions as in OSGi,"
                        + " such as [1,2)",
                byDefault = "[]",
                max = 64)
        List<Object> plugins,

        @Field(value = "Listeners of its own", byDefault = "[]", max = 64)
        List<Listener> listeners,

        @Field(value = "Whether it is reached at /nkmedia/<name> on the shared HTTP port", byDefault = "true")
        boolean sharedHttp,

        @Field(value = "Lets only clients of this machine in", byDefault = "false")
        boolean loopbackOnly,

        @Field(value = "Origins of browsers let in beside the server's own host", byDefault = "[]", max = 64)
        List<String> origins,

        @Field(value = "Who may log in", byDefault = "{}") Auth auth,

        @Field(value = "Roles beside the built-in ones", byDefault = "{}")
        Map<String, Role> roles,

        @Field(
                value = "Media engines, in order of preference: kind (as an entry of plugins), name, runtime, and the"
                        + " kind's own keys",
                byDefault = "[]",
                max = 16)
        List<Map<String, Object>> backends,

        @Field(value = "Defaults of media sessions", byDefault = "{}")
        Media media,

        @Field(value = "Bounds", byDefault = "{}") Limits limits,
        @Field(value = "Times in seconds", byDefault = "{}") Timeouts timeouts,
        @Field(value = "What it logs", byDefault = "{}") Log log,

        @Field(value = "What happens to fields of a request that nobody knows", byDefault = "\"warn\"")
        UnknownFields unknownFields) {

    /** A listener of the service's own. */
    public record Listener(
            @Field(value = "ws|wss|tcp|tls://address:port[/path]", pattern = "(ws|wss|tcp|tls)://.+:\\d{1,5}(/.*)?")
            String url,

            @Field("TLS, for wss and tls") Optional<Tls> tls,

            @Field(value = "Origins of browsers let in beside the server's own host", byDefault = "[]", max = 64)
            List<String> origins,

            @Field(
                    value = "Only these roles may log in here, and only they count; all if empty",
                    byDefault = "[]",
                    max = 16)
            List<String> roles,

            @Field(value = "For wss: whether browsers get the pages here, too, such as /demo/", byDefault = "true")
            boolean pages,

            @Field("For ws and wss: files of the service's own for browsers")
            Optional<Web> web) {}

    /** A directory whose files browsers get; none that begin with a dot, and none outside by a link. */
    public record Web(
            @Field(value = "The directory, absolute or below the server's own", max = 4096)
            String dir,

            @Field(
                    value = "The path below which they are",
                    byDefault = "\"/\"",
                    pattern = "/|(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){1,16}")
            String path) {}

    /** Certificate and key of a listener; both are read again when they change. */
    public record Tls(
            @Field(value = "PEM file of the certificate chain", max = 4096)
            String cert,

            @Field(value = "PEM file of the key, PKCS #8", max = 4096)
            String key,

            @Field(value = "PEM file of the authority of client certificates", max = 4096)
            Optional<String> clientCa,

            @Field(value = "Whether a client certificate is needed", byDefault = "false")
            boolean requireClientCert,

            @Field(value = "The oldest version", byDefault = "\"TLSv1.2\"", pattern = "TLSv1\\.[23]")
            String minVersion) {}

    /** Who may log in. */
    public record Auth(
            @Field(value = "Users with password hashes", byDefault = "[]", max = 10000)
            List<User> users,

            @Field("Signed tokens (JWT)") Optional<TokenSettings> jwt,

            @Field(value = "Log-in without password", byDefault = "{}")
            Guests guests,

            @Field(
                    value = "Whether programs that registered for the callback login are asked about users that"
                            + " nothing else knows",
                    byDefault = "true")
            boolean callbacks) {}

    /** Log-in without password: each gets a name of its own, which begins with the prefix. */
    public record Guests(
            @Field(value = "Whether guests are let in", byDefault = "false")
            boolean enabled,

            @Field(value = "Their roles", byDefault = "[\"listener\"]", max = 16)
            List<String> roles,

            @Field(value = "How their names begin", byDefault = "\"guest-\"", pattern = "[A-Za-z0-9._-]{1,32}")
            String namePrefix) {}

    /** A user of the service. */
    public record User(
            @Field(value = "Any unique name") String user,

            @Field(value = "bcrypt or Argon2id hash of the password; plain text is refused")
            String passwordHash,

            @Field(value = "Names of roles", byDefault = "[\"user\"]", max = 16)
            List<String> roles) {
        /** Without the hash. */
        @Override
        public String toString() {
            return "User[" + user + ", roles=" + roles + "]";
        }
    }

    /** What a role may do, as rules class/subclass/cmd:own|any; deny wins. */
    public record Role(
            @Field(value = "Rules that allow", byDefault = "[]", max = 256)
            List<String> allow,

            @Field(value = "Rules that deny", byDefault = "[]", max = 256)
            List<String> deny) {}

    /** Defaults of media sessions. */
    public record Media(
            @Field(value = "Seconds until a session without answer ends", byDefault = "60", min = 1, max = 3600)
            int waitTimeout,

            @Field(value = "Seconds until an answered session ends", byDefault = "86400", min = 1, max = 604800)
            int readyTimeout,

            @Field(value = "Milliseconds that candidates are collected", byDefault = "5000", min = 100, max = 30000)
            int trickleIceTimeout,

            @Field(
                    value = "Bit/s that a client may send, 0 = unlimited",
                    byDefault = "1000000",
                    min = 0,
                    max = 100000000)
            int defaultBitrate,

            @Field(value = "Seconds that lost media may take to come back", byDefault = "10", min = 0, max = 300)
            int mediaGrace,

            @Field(value = "Seconds until media must be up after the answer", byDefault = "30", min = 1, max = 300)
            int mediaStart,

            @Field(
                    value = "Seconds of silence after which a session without owner ends",
                    byDefault = "10",
                    min = 1,
                    max = 300)
            int mediaSilence,

            @Field(
                    value = "Whether sessions go on with another engine when their own has died; create may say"
                            + " otherwise",
                    byDefault = "false")
            boolean rebuild,

            @Field(value = "STUN servers for clients, stun:host:port", byDefault = "[]", max = 16)
            List<String> stun,

            @Field("TURN server for clients; each gets credentials of its own")
            Optional<IceSettings.Turn> turn) {
        public Media {
            // Checks them.
            new IceSettings(stun, turn);
        }

        /** What clients can be given. */
        public IceSettings ice() {
            return new IceSettings(stun, turn);
        }
    }

    /** Bounds; at each of them the sentence of protocol.md says what happens. */
    public record Limits(
            @Field(value = "Connections; one more is refused", byDefault = "20000", min = 1, max = 1000000)
            int connections,

            @Field(
                    value = "Media sessions; one more gets too_many_requests",
                    byDefault = "20000",
                    min = 1,
                    max = 1000000)
            int sessions,

            @Field(value = "Media sessions of a user", byDefault = "20", min = 1, max = 1000000)
            int sessionsPerUser,

            @Field(
                    value = "Requests per second of a connection, averaged over 4 s",
                    byDefault = "50",
                    min = 1,
                    max = 1000000)
            int requestsPerSecond,

            @Field(value = "Bytes of an inbound message", byDefault = "262144", min = 1024, max = 16777216)
            int maxMessageBytes,

            @Field(
                    value = "Requests of a connection that run at once; more aren't read",
                    byDefault = "64",
                    min = 1,
                    max = 10000)
            int maxInFlight,

            @Field(
                    value = "Messages queued for a slow client; one more closes it with 4413",
                    byDefault = "1000",
                    min = 1,
                    max = 1000000)
            int maxQueueEvents,

            @Field(value = "The same in bytes", byDefault = "1048576", min = 1024, max = 1073741824)
            int maxQueueBytes,

            @Field(
                    value = "Events that a client which answers them has not answered; more wait",
                    byDefault = "100",
                    min = 1,
                    max = 10000)
            int eventsWindow,

            @Field(value = "Subscriptions of a connection", byDefault = "500", min = 1, max = 100000)
            int maxSubscriptions,

            @Field(value = "Bad frames in 60 s; one more closes with 1008", byDefault = "10", min = 1, max = 10000)
            int maxViolations) {}

    /** Times, in seconds. */
    public record Timeouts(
            @Field(value = "From connect to log-in", byDefault = "10", min = 1, max = 3600)
            int login,

            @Field(value = "Silence after which a client is pinged", byDefault = "25", min = 1, max = 3600)
            int pingInterval,

            @Field(value = "For a client's response", byDefault = "5", min = 1, max = 600)
            int op,

            @Field(value = "For a client's response after its ack", byDefault = "180", min = 1, max = 3600)
            int ack,

            @Field(
                    value = "How long a session waits for its client when its socket broke; 0 ends it at once",
                    byDefault = "30",
                    min = 0,
                    max = 3600)
            int resume,

            @Field(
                    value = "How long a plugin may be away, such as for its update, before what it carried ends",
                    byDefault = "10",
                    min = 0,
                    max = 3600)
            int pluginGrace,

            @Field(
                    value = "How long another engine may take to be there for a session whose own has died",
                    byDefault = "10",
                    min = 1,
                    max = 300)
            int rebuild) {}

    /** A GELF 1.1 server. */
    public record Gelf(
            @Field(value = "Name or address") String host,

            @Field(value = "Port", byDefault = "12201", min = 1, max = 65535)
            int port,

            @Field(value = "udp or tcp", byDefault = "\"udp\"")
            GelfTransport transport) {}

    /** How messages reach a GELF server. */
    public enum GelfTransport {
        UDP,
        TCP
    }

    /** What the service logs, under the logger {@code io.nkmedia.service.<name>}. */
    public record Log(
            @Field(value = "What is less grave isn't logged", byDefault = "\"info\"")
            Level level,

            @Field(
                    value = "Parts that log each step, whatever the level: the name of a part with an object,"
                            + " which may be empty. Parts: service, plugin, session, connection",
                    byDefault = "{}")
            Map<String, Map<String, Object>> debug,

            @Field("A GELF 1.1 server, for what clients log")
            Optional<Gelf> gelf) {}

    /** How grave a message is. */
    public enum Level {
        DEBUG,
        INFO,
        NOTICE,
        WARNING,
        ERROR,
        NONE
    }

    /** What happens to fields of a request that nobody knows. */
    public enum UnknownFields {
        WARN,
        REJECT,
        IGNORE
    }
}
