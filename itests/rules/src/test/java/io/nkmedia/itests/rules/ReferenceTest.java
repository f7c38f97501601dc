package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.ErrorCode;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandSpec;
import io.nkmedia.core.internal.command.CoreCommands;
import io.nkmedia.core.internal.command.DescribeCommand;
import io.nkmedia.core.internal.command.ServiceCommands;
import io.nkmedia.core.internal.config.ServiceDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference of commands and settings, generated from what validates them. */
class ReferenceTest {
    /** Commands are only asked for their contracts, so what they would work on isn't there. */
    private static List<CommandSpec<?>> commands() {
        var commands = new ArrayList<ApiCommand<?>>(CoreCommands.of(null, null, null, null, ""));
        commands.add(new DescribeCommand(List::of).command());
        commands.addAll(ServiceCommands.ofCore(null));
        return commands.stream()
                .<CommandSpec<?>>map(ApiCommand::spec)
                .sorted(Comparator.comparing(spec -> spec.name().toString()))
                .toList();
    }

    @Test
    void commandReference_saysWhatCommandsAccept() {
        var text = "# Commands\n\nGenerated from the definitions that validate requests; `core/api/describe` tells the"
                + " same to programs. `class/subclass/cmd`, fields in `data`. Beside a command's own errors each can"
                + " fail with the common ones in [errors.md](errors.md).\n\n"
                + commands().stream().map(ReferenceTest::command).collect(Collectors.joining("\n"));
        new Kept("docs/api/commands.md", "docs.update").check(text);
    }

    @Test
    void command_isThereOnce() {
        assertThat(commands())
                .extracting(spec -> spec.name().toString())
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void field_saysWhatItMeans() {
        var rows = commands().stream()
                .flatMap(spec -> Fields.rows(spec.parameters()).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        rows.addAll(Fields.rows(ServiceDocument.class));
        assertThat(rows)
                .as("Each field has a sentence in its @Field: else nobody knows what it is for")
                .isNotEmpty()
                .noneMatch(row -> row.endsWith("|  |\n"));
    }

    @Test
    void settingsReference_saysWhatTheDocumentAccepts() {
        var text = "# Settings of a service\n\nGenerated from the declaration that validates the document. A service's"
                + " file is `etc/io.nkmedia.service-<name>.json`; changing a value is live, an unknown or wrong one"
                + " leaves the old document in force. Keys of plugins that the service lists stand beside these.\n\n"
                + Fields.HEAD
                + String.join("", Fields.rows(ServiceDocument.class));
        new Kept("docs/api/settings.md", "docs.update").check(text);
    }

    private static String command(CommandSpec<?> spec) {
        var fields = Fields.rows(spec.parameters());
        var errors = spec.errors().stream()
                .map(ErrorCode::label)
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(", "));
        return "## " + spec.name() + "\n" + Fields.prose(spec.description()) + "\n\n"
                + (fields.isEmpty() ? "No fields.\n" : Fields.HEAD + String.join("", fields))
                + "\nReply: " + Fields.prose(spec.reply()) + ".\n"
                + (errors.isEmpty() ? "" : "\nErrors: " + errors + ".\n")
                + "\nLimit: " + spec.limit().toSeconds() + " s.\n";
    }
}
