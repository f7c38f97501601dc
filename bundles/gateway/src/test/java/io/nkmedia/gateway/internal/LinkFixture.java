package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A link over a socket that only writes down what it is told. */
abstract class LinkFixture {
    static final String ID = "text";
    static final ConnectionInfo INFO =
            new ConnectionInfo("ws", "127.0.0.1", 4711, true, "/", Optional.empty(), Optional.empty(), false);

    final ManualTime time = new ManualTime();
    final Links links = new Links(time);
    final Socket socket = new Socket();
    final Script first = new Script("first");
    final Script second = new Script("second");
    FrameLimits limits = FrameLimits.DEFAULT;

    /** The socket's side: what it was told. */
    static final class Socket implements Transport {
        final List<String> told = new CopyOnWriteArrayList<>();
        final List<Runnable> writing = new ArrayList<>();

        @Override
        public Framing framing(Set<Framing> offered) {
            return WebSockets.framing(offered);
        }

        @Override
        public void send(Frame frame, boolean more, Runnable done) {
            told.add(frame instanceof Frame.Text text ? text.text() : "bytes");
            writing.add(done);
        }

        @Override
        public void reading(boolean on, Framing framing) {
            told.add(on ? "read" : "stop");
        }

        @Override
        public void close(int code, String reason, Optional<String> farewell) {
            told.add("close " + code + farewell.map(text -> " " + text).orElse(""));
        }

        @Override
        public void abort() {
            told.add("abort");
        }
    }

    Link open() {
        var source = new Source() {
            @Override
            public String protocol() {
                return ID;
            }

            @Override
            public Map<String, String> attributes() {
                return Map.of();
            }

            @Override
            public FrameLimits limits() {
                return limits;
            }

            @Override
            public void begun(Link link) {
                socket.told.add("begun");
            }

            @Override
            public void ended(Link link) {
                if (!socket.told.contains("ended")) {
                    socket.told.add("ended");
                }
            }
        };
        var link = links.open(INFO, source, socket);
        links.start(link);
        return link;
    }

    static Frame text(String text) {
        return Frame.text(text);
    }
}
