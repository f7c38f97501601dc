package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.core.internal.command.Administration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** services.md §2.2: one store, whoever changes it. */
class ServiceBookTest {
    private final World world = new World("{}");

    private void update(Map<String, Object> config, Optional<Duration> confirm) {
        var trial = confirm.map(within -> new Administration.Trial(within, Optional.empty()));
        world.book.administration().update(new Administration.Change("demo", config, false, false, trial), "test");
        world.time.run();
    }

    private String description() {
        return world.service("demo").config().document().description();
    }

    @Test
    void changeByApi_isInTheFile_andComingBackFromThereChangesNothing() {
        update(Map.of("description", "by api"), Optional.empty());
        var written = world.store.documents.get("demo");
        assertThat(written).contains("by api");
        world.edit("demo", written);
        assertThat(world.store.documents).containsEntry("demo", written);
        assertThat(description()).isEqualTo("by api");
    }

    @Test
    void fileThatWasChangedAgainMeanwhile_isNotPutIntoForce() {
        var old = world.document("{\"description\": \"old\"}");
        world.store.documents.put("demo", world.document("{\"description\": \"newer\"}"));
        world.book.changed("demo", new ServiceConfiguration(old, true));
        world.time.run();
        assertThat(description()).isEmpty();
    }

    @Test
    void changeInConfigAdmin_isWrittenToTheFile() {
        var document = world.document("{\"description\": \"by config admin\"}");
        world.book.changed("demo", new ServiceConfiguration(document, false));
        world.time.run();
        assertThat(description()).isEqualTo("by config admin");
        assertThat(world.store.documents).containsEntry("demo", document);
    }

    @Test
    void deletedFile_endsTheService_butNotIfItIsThereAgain() {
        world.store.documents.put("demo", "{\"name\":\"demo\"}");
        world.book.deleted("demo");
        world.time.run();
        assertThat(world.book.find("demo")).isPresent();
        world.store.documents.remove("demo");
        world.book.deleted("demo");
        world.time.run();
        assertThat(world.book.find("demo")).isEmpty();
        assertThat(world.store.records).doesNotContainKey("demo");
    }

    @Test
    void brokenAtTheStart_whatWasInForceLastIs() {
        update(Map.of("description", "last good"), Optional.empty());
        var uuid = world.book.administration().get("demo").uuid();
        var next = world.again(Map.of("demo", "{broken"));
        var view = next.administration().get("demo");
        assertThat(view.state()).isEqualTo("running");
        assertThat(view.uuid()).isEqualTo(uuid);
        assertThat(view.error()).hasValueSatisfying(why -> assertThat(why).contains("not JSON"));
        assertThat(view.config().orElseThrow()).containsEntry("description", "last good");
    }

    @Test
    void changeOnTrial_isTakenBackEvenIfTheServerWasAwayMeanwhile() {
        update(Map.of("description", "on trial"), Optional.of(Duration.ofSeconds(60)));
        world.time.advance(Duration.ofSeconds(30));
        var next = world.again(world.store.documents);
        assertThat(next.administration().get("demo").config().orElseThrow()).containsEntry("description", "on trial");
        world.time.advance(Duration.ofSeconds(31));
        assertThat(next.administration().get("demo").config().orElseThrow()).doesNotContainKey("description");
        assertThat(world.store.documents.get("demo")).doesNotContain("on trial");
    }

    @Test
    void changeOnTrial_isTakenBackWhenItsOperatorIsGoneForGood_alsoInTheNextCore() {
        var trial = new Administration.Trial(Duration.ofSeconds(60), Optional.of("operator-1"));
        var change =
                new Administration.Change("demo", Map.of("description", "on trial"), false, false, Optional.of(trial));
        world.book.administration().update(change, "test");
        world.time.run();
        var next = world.again(world.store.documents);
        next.sessionOver("somebody-else");
        world.time.run();
        assertThat(next.administration().get("demo").config().orElseThrow()).containsEntry("description", "on trial");
        next.sessionOver("operator-1");
        world.time.run();
        assertThat(next.administration().get("demo").config().orElseThrow()).doesNotContainKey("description");
        assertThat(world.store.documents.get("demo")).doesNotContain("on trial");
    }

    @Test
    void afterAnUpgrade_whenOnlyTheFilesAreLeft_theUuidIsTheSame() {
        var uuid = world.book.administration().get("demo").uuid();
        var next = world.again(Map.of());
        world.store.documents.put("demo", world.document("{}"));
        next.changed("demo", new ServiceConfiguration(world.document("{}"), true));
        world.time.run();
        assertThat(next.administration().get("demo").uuid()).isEqualTo(uuid);
    }

    @Test
    void changedWhileTheServerWasAway_whatWasOnTrialIsConfirmed() {
        update(Map.of("description", "on trial"), Optional.of(Duration.ofSeconds(60)));
        var next = world.again(Map.of("demo", world.document("{\"description\": \"by hand\"}")));
        world.time.advance(Duration.ofSeconds(61));
        assertThat(next.administration().get("demo").config().orElseThrow()).containsEntry("description", "by hand");
    }

    @Test
    void drain_goesOnAfterARestart() {
        world.book.administration().stop("demo", Duration.ofSeconds(60), "test");
        world.store.records.computeIfPresent(
                "demo",
                (name, record) -> record.drain(Optional.of(world.time.now().toEpochMilli() + 5_000)));
        var next = world.again(Map.of("demo", world.document("{}")));
        assertThat(next.administration().get("demo").state()).isEqualTo("stopped");
    }
}
