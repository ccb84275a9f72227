// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.billing.BillingWorld;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.trust.Seal;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * People and programs at billing's HTTP port: they set budgets and prices, import hours, report
 * outcomes, and look where a request is in the chain.
 */
final class Office implements Client {

    static final String MODEL = "llama-3.1-8b";
    static final String TOKENS = "tokens-of-p1";
    static final String DOLLARS = "dollars-of-org";
    static final String LIMIT = "at-once";

    /** A schedule that is due soon, so that each month's totals are adjusted again and again. */
    static final String MONTHLY =
            "{model: "
                    + MODEL
                    + ", meter: output, mode: volume, steps: [{per-mtok: 2}, {above-tokens: 1000,"
                    + " per-mtok: 1.5}]}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final int HOURS = 4;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Site site;
    private final AckLog log;
    private final Random chance;

    Office(Site site, AckLog log, Random chance) {
        this.site = site;
        this.log = log;
        this.chance = chance;
    }

    /** Sets the budgets of new books. */
    void open() throws InterruptedException {
        budget(TOKENS, "project", "p1", "tokens", 20_000_000, "\"window\": \"day\"");
        budget(DOLLARS, "organization", "org", "USD", 10, "\"window\": \"1h\", \"mode\": \"soft\"");
        budget(LIMIT, "project", "p1", "concurrency", 100, "\"mode\": \"hard\"");
    }

    private void budget(
            String id, String scope, String scopeId, String unit, long amount, String rest)
            throws InterruptedException {
        String body =
                """
                {"scope": "%s", "scope_id": "%s", "unit": "%s", "amount": %d, %s}
                """
                        .formatted(scope, scopeId, unit, amount, rest);
        String path = "/billing/budgets/" + id;
        repeated(() -> send("PUT", path, body, BillingWorld.admin()), path);
    }

    @Override
    public boolean step() throws InterruptedException {
        LockSupport.parkNanos(PERIOD_NANOS);
        return switch (chance.nextInt(8)) {
            case 0 -> draft();
            case 1 -> activate();
            case 2 -> hours();
            case 3, 4 -> lookUp();
            default -> outcome();
        };
    }

    @Override
    public boolean finish() {
        return true;
    }

    private boolean draft() throws InterruptedException {
        String book =
                "book: {lines: [{model: %s, input: 1.%d, output: 2}], monthly: [%s]}"
                        .formatted(MODEL, chance.nextInt(10), MONTHLY);
        return version(send("POST", "/billing/prices", book, BillingWorld.admin()));
    }

    /** Puts a version that is there into force, or the one before the present one. */
    private boolean activate() throws InterruptedException {
        List<Integer> known = List.copyOf(log.prices);
        String path =
                known.isEmpty()
                        ? "/billing/prices/rollback"
                        : "/billing/prices/"
                                + known.get(chance.nextInt(known.size()))
                                + "/activate";
        return version(send("POST", path, "", BillingWorld.admin()));
    }

    private boolean version(Optional<JsonNode> answer) {
        answer.map(json -> json.path("version").intValue())
                .filter(version -> version > 0)
                .ifPresent(log.prices::add);
        return answer.isPresent();
    }

    private boolean hours() throws InterruptedException {
        Instant first = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(2, ChronoUnit.HOURS);
        StringBuilder csv = new StringBuilder("hour,value\n");
        BigDecimal price = BigDecimal.valueOf(50 + chance.nextInt(100), 3);
        for (int i = 0; i < HOURS; i++) {
            csv.append(first.plus(i, ChronoUnit.HOURS)).append(',').append(price).append('\n');
        }
        Optional<JsonNode> answer =
                send(
                        "POST",
                        "/billing/series?kind=price&zone=zone",
                        csv.toString(),
                        BillingWorld.admin());
        for (int i = 0; answer.isPresent() && i < HOURS; i++) {
            log.hours.put(first.plus(i, ChronoUnit.HOURS).getEpochSecond(), price);
        }
        return answer.isPresent();
    }

    private Optional<UUID> someRequest() {
        return log.newest.stream().skip(chance.nextInt(1 + log.newest.size())).findFirst();
    }

    private boolean outcome() throws InterruptedException {
        Optional<UUID> request = someRequest();
        if (request.isEmpty()) {
            return true;
        }
        String body =
                """
                {"request_id": "%s", "success": %s, "score": %d}
                """
                        .formatted(request.get(), chance.nextBoolean(), chance.nextInt(5));
        Optional<JsonNode> answer = send("POST", "/v1/outcomes", body, BillingWorld.admin());
        answer.ifPresent(
                json ->
                        log.outcomes.merge(
                                request.get(), json.path("revision").intValue(), Math::max));
        return answer.isPresent();
    }

    private boolean lookUp() throws InterruptedException {
        Optional<UUID> request = someRequest();
        if (request.isEmpty()) {
            return true;
        }
        Optional<JsonNode> answer =
                send("GET", "/v1/requests/" + request.get(), "", BillingWorld.admin());
        answer.map(json -> json.findPath("merkle_root"))
                .filter(JsonNode::isTextual)
                .ifPresent(
                        root ->
                                log.blocks.put(
                                        answer.get()
                                                .findParent("merkle_root")
                                                .path("number")
                                                .longValue(),
                                        root.textValue()));
        return answer.isPresent();
    }

    /** The ledger as lines of text. */
    String dump() throws InterruptedException {
        String path = "/billing/dump";
        return repeated(() -> text("GET", path, "", BillingWorld.admin()), path);
    }

    private interface Question<T> {

        Optional<T> ask() throws InterruptedException;
    }

    /** The first answer of success to what may be asked again. */
    private static <T> T repeated(Question<T> question, String what) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> answer = question.ask();
            if (answer.isPresent()) {
                return answer.get();
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
        throw new AssertionError(what + " was not answered within " + LONGEST);
    }

    private Optional<JsonNode> send(String method, String path, String body, Principal asking)
            throws InterruptedException {
        return text(method, path, body, asking).map(Office::json);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The answer, when it is one of success. */
    private Optional<String> text(String method, String path, String body, Principal asking)
            throws InterruptedException {
        long nowUs = Clock.system().nowUs() + site.clockOffsetUs();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(site.http() + path))
                        .timeout(PATIENCE)
                        .method(method, BodyPublishers.ofString(body))
                        .header(
                                Seal.PRINCIPAL_HEADER,
                                CrashBilling.SEAL.seal(asking.toByteArray(), nowUs))
                        .build();
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            return Optional.of(response)
                    .filter(one -> one.statusCode() == OK)
                    .map(HttpResponse::body);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Its connections are dropped with it. */
    @Override
    public void close() {}
}
