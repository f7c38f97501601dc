package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The management API as its clients see it. {@code -Dtranscripts.update} writes what comes out into the transcripts: to
 * be read before it is kept.
 */
class TranscriptTest {
    private static final Path FOLDER = Path.of("src/test/transcripts");

    static Stream<String> transcripts() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    void whatIsSent_getsTheAnswersWrittenDown(String name) throws IOException {
        var file = FOLDER.resolve(name);
        boolean update = System.getProperty("transcripts.update") != null;
        var played = new Transcript(update).play(Files.readAllLines(file));
        if (update) {
            Files.write(file, played);
        }
    }

    /** */
    @Test
    void eachErrorOfCore_isProvokedSomewhere() throws IOException {
        var answers = new ArrayList<String>();
        for (var name : transcripts().toList()) {
            Files.readAllLines(FOLDER.resolve(name)).stream()
                    .filter(line -> line.startsWith("<"))
                    .forEach(answers::add);
        }
        List<String> silent = Arrays.stream(CoreError.values())
                .map(CoreError::label)
                .filter(label -> answers.stream().noneMatch(line -> line.contains("\"name\":\"" + label + "\"")))
                .collect(Collectors.toList());
        assertThat(silent).as("error codes that no transcript provokes").isEmpty();
    }
}
