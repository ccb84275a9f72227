// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wattmill.gateway.identity.Identification;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.scoreboard.Scoreboard;
import io.wattmill.gateway.scoreboard.TenantView;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.kit.telemetry.Limits;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code GET /console/events}: the board as server-sent events, to those who look. One event loop.
 * Each event is the whole board, so that one that a slow reader misses is made good by the next.
 */
final class ConsoleEvents {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true);
    private static final int RETRY_SECONDS = 5;

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final Supplier<Scoreboard.Inputs> inputs;
    private final long intervalMs;
    private final int maxClients;
    private final MeterRegistry metrics;
    private final Set<Call> clients = new LinkedHashSet<>();
    private Optional<Long> timer = Optional.empty();

    ConsoleEvents(Vertx vertx, IngressParts parts) {
        this.vertx = vertx;
        this.authenticator = new Authenticator(parts);
        this.inputs = parts.board();
        this.intervalMs = parts.config().consoleInterval().toMillis();
        this.maxClients =
                Math.max(1, parts.config().maxConsoleClients() / parts.config().eventLoops());
        this.metrics = parts.metrics();
    }

    void handle(Call call) {
        if (clients.size() >= maxClients) {
            Limits.hit(metrics, "http.max-console-clients");
            call.reply()
                    .error(
                            ApiError.unavailable(
                                    "console_full",
                                    "As many look at the console as this gateway serves.",
                                    RETRY_SECONDS));
            return;
        }
        clients.add(call);
        call.reply().onGone(() -> clients.remove(call));
        call.reply().beginEvents();
        tell(List.of(call));
        if (timer.isEmpty()) {
            timer = Optional.of(vertx.setPeriodic(intervalMs, _ -> tick()));
        }
    }

    private void tick() {
        List<Call> now = List.copyOf(clients);
        now.stream().filter(call -> !mayStillLook(call)).forEach(this::end);
        tell(List.copyOf(clients));
        if (clients.isEmpty()) {
            close();
        }
    }

    /** A key that was revoked since shows no more. */
    private boolean mayStillLook(Call call) {
        return authenticator.identify(call.request()) instanceof Identification.Known;
    }

    private void end(Call call) {
        clients.remove(call);
        call.reply().end(Buffer.buffer());
    }

    private void tell(List<Call> calls) {
        Map<Optional<String>, Buffer> events = new HashMap<>();
        calls.stream()
                .filter(call -> !call.reply().isFull())
                .forEach(
                        call ->
                                call.reply()
                                        .write(
                                                events.computeIfAbsent(
                                                                confinedTo(call), this::event)
                                                        .copy()));
    }

    private static Optional<String> confinedTo(Call call) {
        return call.key().may(Scope.ADMIN) ? Optional.empty() : Optional.of(call.tenant());
    }

    private Buffer event(Optional<String> project) {
        ObjectNode board = Scoreboard.of(inputs.get());
        project.ifPresent(id -> TenantView.of(board, id));
        try {
            return Buffer.buffer("data: " + JSON.writeValueAsString(board) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Ends the timer; connections end with their server. */
    void close() {
        timer.ifPresent(vertx::cancelTimer);
        timer = Optional.empty();
    }
}
