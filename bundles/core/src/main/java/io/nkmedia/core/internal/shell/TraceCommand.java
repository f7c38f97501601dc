package io.nkmedia.core.internal.shell;

import io.nkmedia.api.Event;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import io.nkmedia.core.internal.service.Services;
import java.time.Duration;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:trace}. */
@Service
@Command(
        scope = "nkmedia",
        name = "trace",
        description = "Shows what happened in a media session, then its events until it ends; Ctrl-C ends it")
public final class TraceCommand implements Action {
    @Argument(index = 0, name = "session", description = "Id of the media session", required = true)
    @Completion(SessionIds.class)
    String id = "";

    @Option(name = "--seconds", description = "Follows it for so long; 0 shows only what happened so far")
    int seconds = -1;

    @Reference
    Services services;

    @Reference
    Session shell;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var service = Chosen.serviceOf(services, id);
        var session = Chosen.session(services, id);
        var pattern = Pattern.object("media", "session", id);
        var tail = new Tail();
        service.events().subscribe(tail, Subscription.of(pattern, Subscription.Kind.ASKED));
        try {
            for (var entry : Waiting.on(session.timelog(), Operator.LOOK)) {
                System.out.println(services.json().write(services.json().tree(entry)));
            }
            if (seconds != 0 && !service.sessions().isEnded(id)) {
                new Screen(tail, services.time(), services.json(), shell)
                        .follow(0, Duration.ofSeconds(Math.max(0, seconds)), TraceCommand::isLast);
            }
        } finally {
            service.events().unsubscribe(tail, pattern, Subscription.Kind.ASKED);
        }
        return null;
    }

    private static boolean isLast(Event event) {
        return event.type().filter("destroyed"::equals).isPresent();
    }
}
