package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.gateway.internal.Asker;
import io.nkmedia.gateway.internal.Script;
import io.nkmedia.gateway.internal.component.Gateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two versions of a bundle speak the same protocol at the same time: each connection is with the one that asked for it. */
class SideBySideTest {
    private static final String OWNER = "janus demo";
    private static final Map<String, Object> ENGINE = Map.of("nkmedia.protocol", "engine");

    private final Gateway gateway = new Gateway();
    private final Script engine = new Script("engine");
    private final Script older = new Script("older");
    private final Script newer = new Script("newer");
    private final Listeners ofOlder = new Asker(gateway.listening(), gateway.dials(), OptionalLong.of(1));
    private final Listeners ofNewer = new Asker(gateway.listening(), gateway.dials(), OptionalLong.of(2));
    private int port;

    @BeforeEach
    void start() {
        engine.subprotocols = List.of("engine");
        gateway.bind(engine, ENGINE);
        gateway.bind(older, bundle(1));
        gateway.bind(newer, bundle(2));
        var spec = ListenerSpec.of("ws://127.0.0.1:0", "engine", Map.of());
        port = await(ofOlder.apply("test", List.of(spec))).get(0).port();
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    private static Map<String, Object> bundle(long id) {
        return Map.of("nkmedia.protocol", "client", "service.bundleid", id);
    }

    private ConnectSpec spec(String id) {
        return new ConnectSpec(
                id,
                "ws://127.0.0.1:" + port + "/",
                Optional.of("engine"),
                "client",
                Map.of(),
                FrameLimits.DEFAULT,
                Duration.ofSeconds(30));
    }

    private Connection atTheEngine() {
        eventually("the engine has it", () -> engine.connections.size() == 1);
        return engine.only();
    }

    @Test
    void aNewConnection_isWithTheBundleThatAskedForIt_thoughAnotherCameLater() {
        await(ofOlder.connect(OWNER, spec("a")));
        await(ofNewer.connect("janus other", spec("a")));
        assertThat(older.log).containsExactly("attach");
        assertThat(newer.log).containsExactly("attach");
    }

    @Test
    void askedForByTheOther_itGoesThere_andBack_andTheSocketStays() {
        await(ofOlder.connect(OWNER, spec("a")));
        await(ofOlder.connect(OWNER, spec("b")));
        await(ofNewer.connect(OWNER, spec("a")));
        eventually("with the newer", () -> newer.log.equals(List.of("attach saved by older")));
        assertThat(older.log).containsExactly("attach", "attach", "save");
        await(ofOlder.connect(OWNER, spec("a")));
        eventually("back", () -> older.log.contains("attach saved by newer"));
        assertThat(newer.log).containsExactly("attach saved by older", "save");
        assertThat(engine.log).containsOnly("attach").hasSize(2);
    }

    @Test
    void whoeverHasGivenItUp_cannotDisconnectIt() {
        await(ofOlder.connect(OWNER, spec("a")));
        var peer = atTheEngine();
        await(ofNewer.connect(OWNER, spec("a")));
        ofOlder.disconnect(OWNER, "a");
        peer.send("still here");
        eventually("the frame", () -> newer.log.contains("still here"));
        ofNewer.disconnect(OWNER, "a");
        eventually("closed", () -> engine.log.contains("closed 1000"));
    }

    @Test
    void framesThatComeMeanwhile_areNeitherLostNorDoubled_andKeepTheirOrder() {
        int moves = 20;
        int each = 200;
        await(ofOlder.connect(OWNER, spec("a")));
        var peer = atTheEngine();
        var heard = new ArrayList<String>();
        for (var script : List.of(older, newer)) {
            script.onText = (connection, text) -> {
                synchronized (heard) {
                    heard.add(text);
                }
            };
        }
        var sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < moves * each; i++) {
                peer.send("frame " + i);
                if (i % 50 == 0) {
                    // Its queue has a bound.
                    eventually("the engine's queue is short", () -> peer.queuedBytes() < 2000);
                }
            }
        });
        for (int move = 0; move < moves; move++) {
            await((move % 2 == 0 ? ofNewer : ofOlder).connect(OWNER, spec("a")));
            int least = move * each / 2;
            eventually("frames after move " + move, () -> count(heard) >= Math.min(least, moves * each));
        }
        await(sending);
        eventually("all frames", () -> count(heard) >= moves * each);
        assertThat(heard)
                .containsExactlyElementsOf(IntStream.range(0, moves * each)
                        .mapToObj(i -> "frame " + i)
                        .toList());
        assertThat(newer.log).contains("save");
    }

    private static int count(List<String> heard) {
        synchronized (heard) {
            return heard.size();
        }
    }

    @Test
    void itsBundleReplaced_itWaitsForThatOne_whileAnotherVersionIsThere() {
        await(ofOlder.connect(OWNER, spec("a")));
        var peer = atTheEngine();
        gateway.unbind(older, bundle(1));
        peer.send("meanwhile");
        var again = new Script("again");
        gateway.bind(again, bundle(1));
        eventually("the frame", () -> again.log.contains("meanwhile"));
        assertThat(again.log).containsExactly("attach saved by older", "meanwhile");
        assertThat(newer.log).isEmpty();
    }

    @Test
    void itsBundleGoneForGood_whoeverAsksNextGetsIt() {
        await(ofNewer.connect(OWNER, spec("a")));
        var peer = atTheEngine();
        gateway.unbind(newer, bundle(2));
        peer.send("meanwhile");
        assertThat(older.log).isEmpty();
        await(ofOlder.connect(OWNER, spec("a")));
        eventually("the frame", () -> older.log.contains("meanwhile"));
        assertThat(older.log).containsExactly("attach saved by newer", "meanwhile");
    }

    @Test
    void aBundleThatSpeaksNoProtocolItself_getsWhoeverDoes_untilItSpeaksItToo() {
        var third = new Asker(gateway.listening(), gateway.dials(), OptionalLong.of(3));
        await(third.connect(OWNER, spec("a")));
        assertThat(newer.log).containsExactly("attach");
        var own = new Script("own");
        gateway.bind(own, bundle(3));
        eventually("with its own", () -> own.log.equals(List.of("attach saved by newer")));
    }

    @Test
    void aHolderThatDoesNotSaveInTime_losesIt() {
        older.saves = new CompletableFuture<>();
        await(ofOlder.connect(OWNER, spec("a")));
        atTheEngine();
        await(ofNewer.connect(OWNER, spec("a")));
        eventually("closed", () -> engine.log.contains("closed 1011"));
        eventually("told", () -> older.log.contains("closed 1011"));
        assertThat(newer.log).isEmpty();
    }
}
