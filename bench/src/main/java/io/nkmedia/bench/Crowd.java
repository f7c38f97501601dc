package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Many clients that are logged in, each with a token and a name of its own. */
final class Crowd {
    /** Ports of an address that are surely free at once. */
    private static final int SOCKETS_OF_AN_ADDRESS = 5000;

    private static final int AT_ONCE = 32;
    private static final int LIMIT_SECONDS = 170;

    private final EventLoop loop;
    private final URI uri;
    private final String role;
    private final List<Member> members = new ArrayList<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final int total;
    private int begun;

    private Crowd(EventLoop loop, URI uri, String role, int total) {
        this.loop = loop;
        this.uri = uri;
        this.role = role;
        this.total = total;
    }

    /** @param login the reply to its log-in */
    record Member(int number, Api api, String login) {}

    /** Waits until all are in; fails if one is refused, closed meanwhile, or after 170 s. */
    static List<Member> gather(EventLoop loop, URI uri, String role, int total) {
        var crowd = new Crowd(loop, uri, role, total);
        loop.execute(() -> {
            for (int i = 0; i < AT_ONCE; i++) {
                crowd.next();
            }
        });
        crowd.complete.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        return crowd.members;
    }

    private void next() {
        if (begun == total) {
            return;
        }
        int number = begun++;
        enter(loop, uri, number, role, "").whenComplete((member, failure) -> {
            if (failure != null) {
                complete.completeExceptionally(failure);
                return;
            }
            members.add(member);
            if (members.size() == total) {
                complete.complete(null);
            } else {
                next();
            }
        });
    }

    /**
     * Connects and logs in; completes on the event loop.
     *
     * @param more further fields of the log-in, each with a comma before it
     */
    static CompletableFuture<Member> enter(EventLoop loop, URI uri, int number, String role, String more) {
        var entered = new CompletableFuture<Member>();
        Api.open(loop, uri, source(number)).whenComplete((api, failure) -> {
            if (failure != null) {
                entered.completeExceptionally(failure);
                return;
            }
            api.broken().whenComplete((never, broken) -> entered.completeExceptionally(broken));
            var token = Token.of("user-" + number, role);
            api.request("core", "user", "login", "{\"token\":\"" + token + "\"" + more + "}", reply -> {
                if (Api.ok(reply)) {
                    entered.complete(new Member(number, api, reply));
                } else {
                    entered.completeExceptionally(new IllegalStateException("no login: " + reply));
                }
            });
        });
        return entered;
    }

    private static InetSocketAddress source(int number) {
        try {
            var address = new byte[] {127, 0, 0, (byte) (2 + number / SOCKETS_OF_AN_ADDRESS)};
            return new InetSocketAddress(InetAddress.getByAddress(address), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
