package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.core.internal.command.Administration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** services.md §2.2: secrets are shown as {@code ***}, and writing that keeps them. */
class SecretsInForceTest {
    private static final String TOKENS = "0123456789abcdef0123456789abcdef";
    private static final String TURN = "turn-secret-of-demo";
    private static final String KEYS = "{\"auth\":{\"jwt\":{\"secret\":\"" + TOKENS
            + "\",\"algorithms\":[\"HS256\"]}},\"media\":{\"turn\":{\"urls\":[\"turn:127.0.0.1:3478\"],\"secret\":\""
            + TURN + "\"}}}";

    private final World world = new World(KEYS);

    private Map<String, Object> shown() {
        return world.book.administration().get("demo").config().orElseThrow();
    }

    private void inForce() {
        var document = world.service.config().document();
        assertThat(document.auth().jwt().orElseThrow().secret()).contains(TOKENS);
        assertThat(document.media().turn().orElseThrow().secret()).isEqualTo(TURN);
    }

    @Test
    void secretsOfTokensAndTurn_areNeverShown() {
        assertThat(shown().toString()).contains("***").doesNotContain(TOKENS, TURN, "$2y$");
        var config = world.service.config();
        assertThat(config + " " + config.document() + config.document().auth()).doesNotContain(TOKENS, TURN, "$2y$");
    }

    @Test
    void whatWasShown_writtenBackByApi_changesNothing() {
        var change = new Administration.Change("demo", shown(), true, false, Optional.empty());
        var applied = world.book.administration().update(change, "test");
        world.time.run();
        assertThat(applied.toCompletableFuture().join().changed()).isEmpty();
        inForce();
        assertThat(world.store.documents.get("demo")).contains(TOKENS, TURN);
    }

    @Test
    void whatWasShown_writtenIntoTheFile_keepsTheSecrets_andTheFileHasThemAgain() {
        world.edit("demo", world.document(KEYS.replace(TOKENS, "***").replace(TURN, "***")));
        inForce();
        assertThat(world.store.documents.get("demo")).contains(TOKENS, TURN);
        assertThat(world.book.administration().get("demo").error()).isEmpty();
    }

    @Test
    void wherePeopleWriteThatWithoutASecret_isAnError_andNothingChanges() {
        world.other("bare", "{}");
        world.edit(
                "bare",
                "{\"name\":\"bare\",\"media\":{\"turn\":{\"urls\":[\"turn:127.0.0.1:3478\"],\"secret\":\"***\"}}}");
        assertThat(world.book.administration().get("bare").error())
                .hasValueSatisfying(why -> assertThat(why).contains("media.turn.secret"));
        assertThat(world.service("bare").config().document().media().turn()).isEmpty();
        var created = world.book
                .administration()
                .create("fresh", Map.of("media", Map.of("turn", Map.of("secret", "***"))), "test");
        world.time.run();
        assertThatThrownBy(() -> created.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("media.turn.secret");
    }
}
