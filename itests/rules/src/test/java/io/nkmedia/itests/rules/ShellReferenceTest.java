package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.junit.jupiter.api.Test;

/** The reference of the shell's commands, generated from their annotations. */
class ShellReferenceTest {
    private static List<Class<?>> commands() {
        return Bundles.shippedClasses().stream()
                .filter(type -> type.isAnnotatedWith(Command.class))
                .<Class<?>>map(JavaClass::reflect)
                .sorted(Comparator.comparing(
                        type -> type.getAnnotation(Command.class).name()))
                .toList();
    }

    @Test
    void shellReference_saysWhatCommandsTake() {
        var text =
                "# Shell commands\n\nGenerated from their annotations. `./nkmedia shell COMMAND` runs one; a command that"
                        + " fails says why and its exit status isn't 0. `COMMAND --help` tells the same.\n\n"
                        + "| command | arguments, options | what |\n|---|---|---|\n"
                        + commands().stream().map(ShellReferenceTest::row).collect(Collectors.joining());
        new Kept("docs/api/shell.md", "docs.update").check(text);
    }

    @Test
    void command_isOfOurScope_andSaysWhatItDoes() {
        assertThat(commands()).isNotEmpty();
        assertThat(commands()).allMatch(type -> {
            var command = type.getAnnotation(Command.class);
            return command.scope().equals("nkmedia") && !command.description().isEmpty();
        });
    }

    private static String row(Class<?> type) {
        var command = type.getAnnotation(Command.class);
        var parts = fields(type)
                .filter(field -> field.isAnnotationPresent(Argument.class))
                .sorted(Comparator.comparingInt(
                        field -> field.getAnnotation(Argument.class).index()))
                .map(ShellReferenceTest::argument)
                .collect(Collectors.toList());
        fields(type)
                .filter(field -> field.isAnnotationPresent(Option.class))
                .map(field -> field.getAnnotation(Option.class))
                .sorted(Comparator.comparing(Option::name))
                .forEach(option -> parts.add("`" + option.name() + "` " + Fields.prose(option.description())));
        return "| `nkmedia:" + command.name() + "` | " + String.join("<br>", parts) + " | "
                + Fields.prose(command.description()) + " |\n";
    }

    /** Those of what several commands have in common, too. */
    private static Stream<Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != Object.class, Class::getSuperclass)
                .flatMap(each -> Arrays.stream(each.getDeclaredFields()));
    }

    private static String argument(Field field) {
        var argument = field.getAnnotation(Argument.class);
        var name = "`" + argument.name() + (argument.multiValued() ? "…" : "") + "` ";
        return name + (argument.required() ? "" : "(may be missing) ") + Fields.prose(argument.description());
    }
}
