package io.nkmedia.upgrade.internal.shell;

import io.nkmedia.upgrade.internal.Order;
import io.nkmedia.upgrade.internal.Refused;
import io.nkmedia.upgrade.internal.Upgrades;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:upgrade}. */
@Service
@Command(
        scope = "nkmedia",
        name = "upgrade",
        description = "Exchanges a bundle or a feature for a newer one while the server runs: checks it, installs it,"
                + " watches it, and takes it back if not all is as well as before; prints a receipt")
public final class UpgradeCommand implements Action {
    private static final Pattern TIME = Pattern.compile("(\\d{1,4})([sm]?)");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Argument(
            index = 0,
            name = "what",
            description = "Path or URL of a bundle's newer jar; with `--repository` a feature's NAME or NAME/VERSION")
    @Completion(FileCompleter.class)
    @Nullable
    String what;

    @Option(name = "--repository", description = "URL of the features file that has the feature's newer version")
    @Nullable
    String repository;

    @Option(name = "--watch", description = "How long all must stay well, such as 30s or 5m; at most 10m")
    String watch = "30s";

    @Option(name = "--id", description = "Which bundle, if several versions are installed")
    long id = -1;

    @Option(name = "--force", description = "Also if it isn't newer: back to an older one, or the same one again")
    boolean force;

    @Option(name = "--check", description = "Only says whether it could be done; touches nothing")
    boolean check;

    @Option(name = "--history", description = "Lists the receipts that are kept, the last one first")
    boolean history;

    @Option(name = "--json", description = "Prints JSON")
    boolean asJson;

    @Reference
    Upgrades upgrades;

    @Override
    public @Nullable Object execute() throws Exception {
        if (history) {
            history();
            return null;
        }
        var order = order();
        if (check) {
            System.out.println("could be done: " + upgrades.check(order));
            return null;
        }
        var receipt = receipt(order);
        print(receipt);
        if (!"kept".equals(receipt.get("result"))) {
            throw new IllegalStateException(receipt.get("result") + ": " + receipt.get("cause"));
        }
        return null;
    }

    private Order order() throws Refused {
        if (what == null) {
            throw new Refused("say what: a jar, or a feature with --repository");
        }
        return new Order(
                what,
                Optional.ofNullable(repository).map(URI::create),
                id < 0 ? OptionalLong.empty() : OptionalLong.of(id),
                force,
                duration());
    }

    private Duration duration() throws Refused {
        var matcher = TIME.matcher(watch);
        if (!matcher.matches()) {
            throw new Refused("not a time such as 30s or 5m: " + watch);
        }
        long number = Long.parseLong(matcher.group(1));
        var time = matcher.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
        if (time.compareTo(LONGEST) > 0) {
            throw new Refused("at most " + LONGEST.toMinutes() + "m: " + watch);
        }
        return time;
    }

    private Map<String, Object> receipt(Order order) throws Exception {
        try {
            return upgrades.start(order).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("it failed, see the log", e);
        }
    }

    private void print(Map<String, Object> receipt) {
        System.out.println(asJson ? upgrades.json(receipt) : new Lines(receipt).text());
    }

    private void history() throws IOException {
        var all = upgrades.history();
        if (asJson) {
            System.out.println(upgrades.json(all));
        } else {
            all.forEach(receipt -> System.out.println(new Lines(receipt).line()));
        }
    }
}
