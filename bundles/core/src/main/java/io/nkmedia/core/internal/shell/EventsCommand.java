package io.nkmedia.core.internal.shell;

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

/** {@code nkmedia:events}. */
@Service
@Command(
        scope = "nkmedia",
        name = "events",
        description = "Shows events as they come, a line of JSON each; Ctrl-C ends it")
public final class EventsCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Option(name = "--class", description = "Only of this class")
    String eventClass = Pattern.ANY;

    @Option(name = "--subclass", description = "Only of this subclass")
    String subclass = Pattern.ANY;

    @Option(name = "--type", description = "Only of this type")
    String type = Pattern.ANY;

    @Option(name = "--obj-id", description = "Only of this object")
    String objectId = Pattern.ANY;

    @Option(name = "--count", description = "Ends after so many")
    int count;

    @Option(name = "--seconds", description = "Ends after this time")
    int seconds;

    @Reference
    Services services;

    @Reference
    Session session;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var bus = Chosen.of(services, service).iterator().next().events();
        var pattern = new Pattern(eventClass, subclass, type, objectId);
        var tail = new Tail();
        bus.subscribe(tail, Subscription.of(pattern, Subscription.Kind.ASKED));
        try {
            new Screen(tail, services.time(), services.json(), session)
                    .follow(count, Duration.ofSeconds(seconds), event -> false);
        } finally {
            bus.unsubscribe(tail, pattern, Subscription.Kind.ASKED);
        }
        return null;
    }
}
