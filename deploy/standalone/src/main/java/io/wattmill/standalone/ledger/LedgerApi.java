// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a suite's gateway says of its ledger, to an admin. Blocks. */
final class LedgerApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    /** A run that billing does not know: it began again, so another run may. */
    private static final int NOT_FOUND = 404;

    private static final int SERVER_ERROR = 500;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String adminKey;

    LedgerApi(URI url, String adminKey) {
        this.url = url;
        this.adminKey = adminKey;
    }

    /** How often each of a few requests is on the ledger. */
    Map<UUID, Long> settled(List<UUID> ids) throws LedgerAway, InterruptedException {
        var names = ids.stream().map(UUID::toString).collect(Collectors.joining(","));
        var times = new HashMap<UUID, Long>();
        for (var entry : get("/billing/settled?ids=" + names).path("data")) {
            times.put(
                    UUID.fromString(entry.path("request_id").asText()),
                    entry.path("times").asLong());
        }
        return times;
    }

    /**
     * The verdict on the books, however long it takes.
     *
     * @param progress hears how far the suite is, each time that it says so
     */
    BooksReport verify(Consumer<String> progress) throws LedgerAway, InterruptedException {
        var report = get("/billing/verify");
        while (!report.has("checks")) {
            progress.accept(progress(report.path("progress")));
            report = get("/billing/verify?run=" + report.path("run").asLong());
        }
        return report(report);
    }

    private static String progress(JsonNode progress) {
        var part = progress.path("done").asDouble() / Math.max(1, progress.path("of").asDouble());
        return String.format(
                Locale.ROOT,
                "check %d of %d, %.0f %%: %s",
                progress.path("check").asInt(),
                progress.path("checks").asInt(),
                100 * part,
                progress.path("name").asText());
    }

    private static BooksReport report(JsonNode report) {
        var checks = new ArrayList<BooksReport.Check>();
        for (var check : report.path("checks")) {
            checks.add(
                    new BooksReport.Check(
                            check.path("name").asText(),
                            check.path("ok").asBoolean(),
                            check.path("detail").asText()));
        }
        return new BooksReport(report.path("ok").asBoolean() && !checks.isEmpty(), checks);
    }

    private JsonNode get(String path) throws LedgerAway, InterruptedException {
        var request =
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(TIMEOUT)
                        .header("authorization", "Bearer " + adminKey)
                        .GET();
        try {
            return body(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new LedgerAway(url + " cannot be reached: " + e, e);
        }
    }

    private JsonNode body(HttpResponse<String> reply) throws LedgerAway, IOException {
        if (reply.statusCode() == OK || reply.statusCode() == ACCEPTED) {
            return JSON.readTree(reply.body());
        }
        var said = reply.statusCode() + " " + reply.body();
        if (reply.statusCode() >= SERVER_ERROR || reply.statusCode() == NOT_FOUND) {
            throw new LedgerAway(url + " answers " + said, new IOException(said));
        }
        throw new IllegalArgumentException(url + " refuses: " + said);
    }

    @Override
    public void close() {
        http.close();
    }
}
