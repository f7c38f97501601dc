package io.nkmedia.core.internal.connection;

import io.nkmedia.api.Event;
import io.nkmedia.core.internal.event.EventBus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The connections of a service. Safe for use by any thread. */
public final class ConnectionDirectory {
    private final EventBus events;
    private final Set<ClientConnection> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Entry> loggedIn = new ConcurrentHashMap<>();
    private final Queue<SavedConnection> left = new ConcurrentLinkedQueue<>();

    /** A logged-in connection. */
    public record Entry(ClientConnection connection, Login login) {}

    public ConnectionDirectory(EventBus events) {
        this.events = events;
    }

    void opened(ClientConnection connection) {
        all.add(connection);
    }

    void closed(ClientConnection connection) {
        all.remove(connection);
    }

    /** Takes a connection session's id; false if it is in use. */
    boolean login(ClientConnection connection, Login login) {
        if (!resume(connection, login)) {
            return false;
        }
        publish("login", login);
        return true;
    }

    /** The same for a connection that was logged in at an earlier core: nobody is told. */
    boolean resume(ClientConnection connection, Login login) {
        return loggedIn.putIfAbsent(login.sessionId(), new Entry(connection, login)) == null;
    }

    /** A session has come back, as it is now. */
    void changed(ClientConnection connection, Login login) {
        loggedIn.put(login.sessionId(), new Entry(connection, login));
    }

    /** Gives an id back without a word: another core takes the session. */
    void leave(Login login, SavedConnection saved) {
        loggedIn.remove(login.sessionId());
        left.add(saved);
    }

    /** The sessions that another core takes, with or without a socket; those that wait for one are saved now. */
    public CompletionStage<List<SavedConnection>> rest() {
        return CompletableFuture.allOf(loggedIn.values().stream()
                        .map(entry -> entry.connection().seat().suspendAway().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .thenApply(all -> List.copyOf(left));
    }

    /** The service ends: nobody comes back. */
    public void serviceOver() {
        loggedIn.values().forEach(entry -> entry.connection().seat().serviceOver());
    }

    /** How many are logged in, those that wait for a socket included. */
    int sessions() {
        return loggedIn.size();
    }

    void logout(Login login) {
        if (loggedIn.remove(login.sessionId()) != null) {
            publish("logout", login);
        }
    }

    private void publish(String type, Login login) {
        events.publish(Event.of(
                "core", "user", type, login.user(), Map.of("user", login.user(), "session_id", login.sessionId())));
    }

    public Collection<ClientConnection> all() {
        return List.copyOf(all);
    }

    /** Those that are logged in. */
    public Collection<Entry> loggedIn() {
        return List.copyOf(loggedIn.values());
    }

    public Optional<Entry> find(String sessionId) {
        return Optional.ofNullable(loggedIn.get(sessionId));
    }

    public List<Entry> ofUser(String user) {
        return loggedIn.values().stream()
                .filter(entry -> entry.login().user().equals(user))
                .toList();
    }

    /** Those with an id behind another in order. */
    public List<Entry> sessionsAfter(String sessionId) {
        return loggedIn.values().stream()
                .filter(entry -> entry.login().sessionId().compareTo(sessionId) > 0)
                .toList();
    }

    /** Users in order, each with its connection sessions. */
    public Map<String, List<String>> users() {
        var users = new TreeMap<String, List<String>>();
        loggedIn.values()
                .forEach(entry -> users.computeIfAbsent(entry.login().user(), user -> new ArrayList<>())
                        .add(entry.login().sessionId()));
        return users;
    }

    public int count() {
        return all.size();
    }
}
