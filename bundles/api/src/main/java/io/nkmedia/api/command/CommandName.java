package io.nkmedia.api.command;

/** Class, subclass and command, written {@code media/session/create}. */
public record CommandName(String commandClass, String subclass, String cmd) {
    public static CommandName parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not class/subclass/cmd: " + text);
        }
        return new CommandName(parts[0], parts[1], parts[2]);
    }

    @Override
    public String toString() {
        return commandClass + "/" + subclass + "/" + cmd;
    }
}
