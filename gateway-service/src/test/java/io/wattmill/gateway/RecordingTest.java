// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The site's own workload, as its gateway writes it down and gives it away. */
class RecordingTest {

    private static final String LONG = "\"" + "word ".repeat(1_000);

    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_RECORDING_FLUSH_INTERVAL", "20ms",
                                "WATTMILL_GATEWAY_RECORDING_MAX_READERS", "1",
                                "WATTMILL_GATEWAY_RECORDING_READ_STALL_TIMEOUT", "2s"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static JsonObject list() {
        return new JsonObject(site.get("/admin/recordings", site.adminKey()).body());
    }

    private static long recorded() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        return list().getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .filter(day -> day.getString("day").equals(today))
                .mapToLong(day -> day.getLong("requests"))
                .sum();
    }

    /** Midnight begins another recording: a test that it fell into is run anew. */
    private static void onOneDay(Runnable test) {
        LocalDate day = LocalDate.now(ZoneOffset.UTC);
        try {
            test.run();
        } catch (AssertionError e) {
            if (day.equals(LocalDate.now(ZoneOffset.UTC))) {
                throw e;
            }
            test.run();
        }
    }

    private static HttpResponse<String> day() {
        JsonArray days = list().getJsonArray("data");
        String day = days.getJsonObject(days.size() - 1).getString("day");
        return site.get("/admin/recordings/" + day, site.adminKey());
    }

    private static List<JsonObject> requests(String text) {
        return text.lines().map(JsonObject::new).filter(l -> l.containsKey("arrival_us")).toList();
    }

    private static String prompt(String more) {
        return Site.chat(true, "").replace("\"hello\"", LONG + more + "\"");
    }

    @Test
    void recordsEachRequestOnceWithLengthsSharedPrefixAndOutcome() {
        onOneDay(RecordingTest::assertRecordsEachRequestOnce);
    }

    private static void assertRecordsEachRequestOnce() {
        site.reset();
        long before = recorded();
        String path = "/v1/chat/completions";
        site.post(path, prompt("one"), "x-wattmill-run", "r1", "x-wattmill-session", "s1");
        site.post(path, prompt("two"), "x-wattmill-run", "r2", "x-wattmill-session", "s1");
        site.one.does(new Script.DiesAfter(2));
        site.post(path, prompt("three"));
        site.post(path, prompt("four").replace("llama", "unknown"));
        site.one.does(new Script.Endless());
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.chat(site.developerKey(), prompt("five")));
            caller.readUntil("t5 ");
        }
        Await.until(() -> recorded() == before + 5, "all five are recorded");
        HttpResponse<String> answer = day();
        assertEquals(
                "application/x-ndjson", answer.headers().firstValue("content-type").orElse(""));
        List<JsonObject> lines = requests(answer.body());
        lines = lines.subList(lines.size() - 5, lines.size());
        assertEquals(
                List.of("completed", "completed", "failed", "failed", "aborted"),
                lines.stream().map(line -> line.getString("outcome")).toList());
        JsonObject one = lines.get(0);
        JsonObject two = lines.get(1);
        assertEquals(11, one.getInteger("input_tokens"));
        assertEquals(4, one.getInteger("cached_tokens"));
        assertEquals(5, one.getInteger("output_tokens"));
        assertEquals(4, one.getJsonArray("blocks").size());
        assertEquals(one.getJsonArray("blocks"), two.getJsonArray("blocks"));
        assertEquals(one.getString("session"), two.getString("session"));
        assertFalse(one.getString("run").equals(two.getString("run")));
        assertTrue(one.getLong("ttft_us") <= one.getLong("e2e_us"));
        assertTrue(one.getLong("arrival_us") <= two.getLong("arrival_us"));
        assertFalse(answer.body().contains("word"));
        assertFalse(answer.body().contains("demo"));
    }

    @Test
    void givesADayThatIsThereAndSaysSoOfOthers() {
        assertEquals(404, site.get("/admin/recordings/2001-01-01", site.adminKey()).statusCode());
        assertEquals(400, site.get("/admin/recordings/today", site.adminKey()).statusCode());
        assertEquals(404, site.get("/admin/recordings/..", site.adminKey()).statusCode());
        assertEquals(403, site.get("/admin/recordings", site.developerKey()).statusCode());
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        onOneDay(RecordingTest::assertGoesOnAfterARestart);
    }

    private static void assertGoesOnAfterARestart() {
        site.reset();
        long before = recorded();
        site.post("/v1/chat/completions", Site.chat(false, ""));
        site.restart();
        assertEquals(before + 1, recorded());
        assertTrue(day().body().contains("{\"end\":{\"requests\":" + (before + 1)));
    }

    /**
     * An earlier day's recording, of {@code lines} lines in two files, as an earlier process left
     * it.
     */
    private static String earlier(int lines) throws IOException {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(2);
        String text =
                ("{\"arrival_us\":5,\"x\":\"" + "x".repeat(1_000) + "\"}\n").repeat(lines / 2);
        for (int part = 0; part < 2; part++) {
            Files.writeString(
                    site.data.resolve("recordings").resolve(day + "." + part + ".jsonl"), text);
        }
        site.restart();
        return "/admin/recordings/" + day;
    }

    @Test
    void sendsADayOfSeveralFilesWholeAndNoFasterThanItIsRead() throws IOException {
        String path = earlier(20_000);
        HttpResponse<String> whole = site.get(path, site.adminKey());
        assertEquals(200, whole.statusCode());
        assertEquals(20_000, whole.body().lines().count());
        try (RawClient idle = new RawClient(site.port())) {
            idle.send(
                    "GET "
                            + path
                            + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                            + site.adminKey()
                            + "\r\n\r\n");
            idle.readUntil("arrival_us");
            assertEquals(429, site.get(path, site.adminKey()).statusCode());
            Await.until(
                    () -> site.get(path, site.adminKey()).statusCode() == 200,
                    "who does not read is cut");
        }
    }
}
