package com.example.tone;

import io.nkmedia.api.Event;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Caller;
import io.nkmedia.api.command.CommandSpec;
import io.nkmedia.api.command.Field;
import io.nkmedia.api.service.ServiceContext;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** tone/note/set: what is played from now on. */
final class SetNote implements ApiCommand<SetNote.Parameters> {
    record Parameters(
            @Field(value = "Name of the note, such as a4 or c#5", pattern = Note.PATTERN)
            String note) {}

    private static final CommandSpec<Parameters> SPEC =
            CommandSpec.of("tone/note/set", Parameters.class, "Changes the note that is played.", "note, hertz");

    private final ServiceContext context;
    private final Consumer<Note> changed;

    SetNote(ServiceContext context, Consumer<Note> changed) {
        this.context = context;
        this.changed = changed;
    }

    @Override
    public CommandSpec<Parameters> spec() {
        return SPEC;
    }

    @Override
    public CompletionStage<? extends Object> run(Parameters p, Caller caller) {
        var note = Note.of(p.note());
        changed.accept(note);
        context.publish(Event.of("tone", "note", "changed", note.name(), Map.of("by", caller.user())));
        return CompletableFuture.completedStage(note);
    }
}
