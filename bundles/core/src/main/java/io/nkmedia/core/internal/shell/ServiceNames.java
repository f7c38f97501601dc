package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes names of services. */
@Service
public final class ServiceNames implements Completer {
    @Reference
    Services services;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        var names = new StringsCompleter();
        services.administration().list().forEach(service -> names.getStrings().add(service.name()));
        return names.complete(session, line, candidates);
    }
}
