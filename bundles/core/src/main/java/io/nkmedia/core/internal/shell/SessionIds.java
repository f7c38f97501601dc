package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes ids of media sessions, the first 1,000 of each service. */
@Service
public final class SessionIds implements Completer {
    @Reference
    Services services;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        var names = new StringsCompleter();
        services.all()
                .forEach(service -> service.sessions()
                        .list("", 1000, each -> true)
                        .forEach(each -> names.getStrings().add(each.id())));
        return names.complete(session, line, candidates);
    }
}
