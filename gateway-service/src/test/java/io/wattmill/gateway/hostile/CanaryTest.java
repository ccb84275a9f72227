// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A word that is said in prompts, headers, paths and wrong keys, and looked for in every place that
 * keeps or shows something: errors, metrics, boards, books, database, journal and recording. {@code
 * SecretsTest} looks through the log.
 */
class CanaryTest {

    private static final String CANARY = "kanarienvogel";
    private static final String HEX =
            HexFormat.of().formatHex(CANARY.getBytes(StandardCharsets.US_ASCII));
    private static final String CHAT = "/v1/chat/completions";
    private static final String RESPONSES = "/v1/responses";

    private static Site site;
    private static List<String> errors = List.of();

    @BeforeAll
    static void exercise() {
        site = new Site(Map.of("WATTMILL_GATEWAY_RECORDING_FLUSH_INTERVAL", "20ms"));
        String body =
                Site.chat(true, ",\"metadata\":{\"a\":\"kanarienvogel\"}").replace("hello", CANARY);
        String[] headers = {"cookie", CANARY, "x-" + CANARY, CANARY, "idempotency-key", CANARY};
        assertEquals(200, site.post(CHAT, body, headers).statusCode());
        site.one.does(new Script.DiesAfter(2));
        site.post(CHAT, body, "cookie", CANARY, "idempotency-key", CANARY + "-2");
        site.one.does(new Script.Answer(11, 4, 5));
        errors = new ArrayList<>();
        refused(site.post(CHAT, body.substring(0, body.length() - 2)));
        refused(site.post(CHAT, body.replace("\"stream\":true", "\"stream\":\"" + CANARY + "\"")));
        refused(site.post(CHAT + "?q=" + CANARY, "{\"" + CANARY + "\":1}"));
        refused(site.send("POST", CHAT, "wm_dev_" + CANARY, body));
        refused(site.send("POST", CHAT, site.developerKey() + CANARY, body));
        refused(site.get("/v1/" + CANARY, site.developerKey()));
        refused(site.get("/admin/recordings/" + CANARY, site.adminKey()));
        refused(site.post(CHAT, body, "x-wattmill-run", CANARY.repeat(30)));
        String order = "{\"model\":\"llama\",\"input\":\"" + CANARY + "\",";
        refused(site.post(RESPONSES, order + "\"tools\":[{\"type\":\"" + CANARY + "\"}]}"));
        refused(site.post(RESPONSES, order + "\"previous_response_id\":\"" + CANARY + "\"}"));
        refused(site.get(RESPONSES + "/" + CANARY, site.developerKey()));
        try (RawClient client = new RawClient(site.port())) {
            errors.add(
                    client.send("GET /" + CANARY + " HTTP/1.1\r\nhost: x\r\nx: a\u0000\r\n\r\n")
                            .readAll());
        }
        Await.until(() -> site.ledger.booked().size() == 2, "both requests are booked");
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static void refused(HttpResponse<String> answer) {
        assertTrue(answer.statusCode() >= 400, answer.body());
        errors.add(answer.headers() + answer.body());
    }

    private static void assertClean(String where, String text) {
        assertFalse(text.contains(CANARY), () -> where + ": " + text);
        assertFalse(text.contains(HEX), () -> where + ": " + text);
        assertFalse(text.contains(site.developerKey()), () -> where + " has a key");
        assertFalse(text.contains(site.adminKey()), () -> where + " has a key");
    }

    @Test
    void isInNoError() {
        assertEquals(12, errors.size());
        errors.forEach(error -> assertClean("an error", error));
    }

    @Test
    void isInNoMetricAndOnNoBoard() {
        for (String path : List.of("/metrics", "/v1/factory", "/health/ready")) {
            HttpResponse<String> answer = site.get(path, site.adminKey());
            assertEquals(200, answer.statusCode());
            assertClean(path, answer.body());
        }
    }

    @Test
    void isNotInTheBooks() {
        assertClean("the books", site.ledger.booked().toString());
    }

    @Test
    void isNotInTheRecording() {
        Await.until(
                () -> days().mapToLong(day -> day.getLong("requests")).sum() == 2,
                "both requests are recorded");
        String recording =
                days().map(day -> "/admin/recordings/" + day.getString("day"))
                        .map(path -> site.get(path, site.adminKey()).body())
                        .collect(Collectors.joining());
        assertTrue(recording.contains("\"outcome\":\"completed\""), recording);
        assertClean("the recording", recording);
    }

    /** One, or two when midnight came between the requests. */
    private static Stream<JsonObject> days() {
        String list = site.get("/admin/recordings", site.adminKey()).body();
        return new JsonObject(list).getJsonArray("data").stream().map(JsonObject.class::cast);
    }

    @Test
    void isInNoFile() throws IOException {
        try (Stream<Path> files = Files.walk(site.data)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertTrue(all.stream().anyMatch(f -> f.toString().endsWith(".segment")));
            for (Path file : all) {
                assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    @Test
    void isInNoTable() throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement statement = connection.createStatement()) {
            List<String> tables =
                    rows(
                            statement,
                            "SELECT table_schema || '.' || table_name FROM"
                                    + " information_schema.tables WHERE table_schema = 'gateway'");
            assertTrue(tables.size() > 3, tables.toString());
            for (String table : tables) {
                rows(statement, "SELECT x::text FROM " + table + " x")
                        .forEach(row -> assertClean(table, row));
            }
        }
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
