package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes what an operator may name. */
abstract class Names implements Completer {
    @Reference
    Services services;

    /** All that may be named now. */
    abstract Stream<String> all();

    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        var names = new StringsCompleter();
        all().forEach(name -> names.getStrings().add(name));
        return names.complete(session, line, candidates);
    }
}
