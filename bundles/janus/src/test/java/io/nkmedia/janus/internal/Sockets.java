package io.nkmedia.janus.internal;

import static io.nkmedia.testing.Eventually.await;

import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.gateway.internal.Asker;
import io.nkmedia.gateway.internal.component.Gateway;
import io.nkmedia.testing.gateway.DirectGateway;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** Who owns the sockets in a test: what stands in for the gateway, or the gateway itself. */
interface Sockets extends AutoCloseable {
    Duration LIMIT = Duration.ofSeconds(20);

    Listeners listeners();

    /** The protocols go; completes when all have saved. */
    void detach();

    void attach(Map<String, FrameProtocol> protocols);

    @Override
    void close();

    /** The stand-in. */
    record Direct(DirectGateway gateway) implements Sockets {
        static Direct create() {
            return new Direct(new DirectGateway(Map.of()));
        }

        @Override
        public Listeners listeners() {
            return gateway;
        }

        @Override
        public void detach() {
            await(LIMIT, gateway.detachAll());
        }

        @Override
        public void attach(Map<String, FrameProtocol> protocols) {
            await(LIMIT, gateway.attachAll(protocols));
        }

        @Override
        public void close() {
            gateway.close();
        }
    }

    /** The gateway itself. */
    final class Real implements Sockets {
        private final Gateway gateway = new Gateway();
        private final Listeners listeners = new Asker(gateway.listening(), gateway.dials(), OptionalLong.empty());
        private Map<String, FrameProtocol> bound = Map.of();

        @Override
        public Listeners listeners() {
            return listeners;
        }

        @Override
        public void detach() {
            bound.forEach((id, protocol) -> gateway.unbind(protocol, Map.of(FrameProtocol.PROTOCOL, id)));
            bound = Map.of();
        }

        @Override
        public void attach(Map<String, FrameProtocol> protocols) {
            bound = protocols;
            bound.forEach((id, protocol) -> gateway.bind(protocol, Map.of(FrameProtocol.PROTOCOL, id)));
        }

        @Override
        public void close() {
            gateway.stop();
        }
    }
}
