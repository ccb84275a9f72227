// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.RequiredOfResponses;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is kept of responses: for whom, how much, how long, and when PostgreSQL does not answer. */
class KeptResponsesTest {

    private static final String PATH = "/v1/responses";
    private static final String TABLE = "gateway.response";

    /** Of tests that need no settings of their own. */
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() throws SQLException {
        site.reset();
        sql(site, "DELETE FROM " + TABLE);
    }

    private static JsonObject ask(Site site, String key, String extra) {
        String body = "{\"model\":\"llama\",\"input\":\"hello\"" + extra + "}";
        HttpResponse<String> response = site.send("POST", PATH, key, body);
        assertEquals(200, response.statusCode(), response.body());
        if (!extra.contains("\"stream\":true")) {
            return new JsonObject(response.body());
        }
        return RequiredOfResponses.events(response.body()).getLast().getJsonObject("response");
    }

    private static JsonObject ask(Site site, String extra) {
        return ask(site, site.developerKey(), extra);
    }

    private static String building(JsonObject on) {
        return ",\"previous_response_id\":\"" + on.getString("id") + "\"";
    }

    private static int status(Site site, String key, JsonObject response) {
        return site.get(PATH + "/" + response.getString("id"), key).statusCode();
    }

    private static long hits(Site site, String limit) {
        return (long) site.context.metrics().counter(Limits.COUNTER, "limit", limit).count();
    }

    private static long count(Site site) {
        return one(site, "SELECT count(*) FROM " + TABLE);
    }

    private static long one(Site site, String query) {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    private static void sql(Site site, String statement) throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    @Test
    void areTheirProjectsAlone() {
        Admin admin = new Admin(site, site.adminKey());
        String organization = admin.organization();
        String project = admin.project(organization);
        String other = admin.key(project, Admin.scopes("inference")).getString("key");
        String same = admin.key("demo", Admin.scopes("inference")).getString("key");
        JsonObject mine = ask(site, "");
        JsonObject theirs = ask(site, other, "");
        assertEquals(200, status(site, same, mine));
        assertEquals(404, status(site, other, mine));
        assertEquals(404, status(site, site.adminKey(), theirs));
        String body = "{\"model\":\"llama\",\"input\":\"x\"" + building(mine) + "}";
        HttpResponse<String> built = site.send("POST", PATH, other, body);
        String unknown = body.replaceAll("resp_[0-9a-f]*", "resp_nothing");
        HttpResponse<String> nothing = site.send("POST", PATH, other, unknown);
        assertEquals(400, built.statusCode());
        assertEquals(nothing.body(), built.body());
        String path = PATH + "/" + mine.getString("id");
        assertEquals(404, site.send("DELETE", path, other, "").statusCode());
        assertEquals(200, status(site, same, mine));
    }

    @Test
    void ofAKeyThatAsksForNoLogThereAreNone() {
        String key =
                new Admin(site, site.adminKey())
                        .key("demo", Admin.scopes("inference").put("no_log", true))
                        .getString("key");
        JsonObject response = ask(site, key, "");
        assertEquals(false, response.getBoolean("store"));
        assertEquals(0, count(site));
        String body = "{\"model\":\"llama\",\"input\":\"x\",\"store\":true}";
        HttpResponse<String> insisting = site.send("POST", PATH, key, body);
        assertEquals(400, insisting.statusCode(), insisting.body());
        assertTrue(insisting.body().contains("\"param\":\"store\""), insisting.body());
        assertEquals(1, site.one.received().size());
    }

    @Test
    void surviveARestart() {
        JsonObject response = ask(site, "");
        site.restart();
        assertEquals(200, status(site, site.developerKey(), response));
    }

    @Test
    void areNotMoreNorOlderThanTheSiteKeeps() throws SQLException {
        try (Site site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_RESPONSES_MAX_PER_PROJECT", "3",
                                "WATTMILL_GATEWAY_RESPONSES_SWEEP_BATCH", "2",
                                "WATTMILL_GATEWAY_RESPONSES_SWEEP_INTERVAL", "50ms",
                                "WATTMILL_GATEWAY_RESPONSES_KEEP", "30m"))) {
            sql(site, "ALTER TABLE " + TABLE + " ALTER created_at SET DEFAULT clock_timestamp()");
            List<JsonObject> all = IntStream.range(0, 8).mapToObj(_ -> ask(site, "")).toList();
            Await.until(
                    () -> status(site, site.developerKey(), all.get(4)) == 404, "the oldest go");
            Await.until(() -> count(site) == 3, "three are left");
            assertEquals(200, status(site, site.developerKey(), all.getLast()));
            assertTrue(hits(site, "responses.max-per-project") > 0);
            sql(site, "UPDATE " + TABLE + " SET expires_at = now() - interval '1 s'");
            assertEquals(404, status(site, site.developerKey(), all.getLast()));
            Await.until(() -> count(site) == 0, "what is too old goes");
        }
    }

    @Test
    void areNotLongerTogetherThanTheSiteKeeps() {
        try (Site site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_RESPONSES_MAX_BYTES_PER_PROJECT", "4000",
                                "WATTMILL_GATEWAY_RESPONSES_SWEEP_INTERVAL", "50ms"))) {
            IntStream.range(0, 6).forEach(_ -> ask(site, ""));
            Await.until(() -> hits(site, "responses.max-bytes-per-project") > 0, "the oldest go");
            Await.until(() -> bytes(site) <= 4_000, "what is left is short enough");
            assertEquals(0, hits(site, "responses.max-per-project"));
        }
    }

    /** Sweeps that fail come to nothing but the next one. */
    @Test
    void areBoundedOnceASweepSucceedsAgain() throws SQLException {
        try (Site site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_RESPONSES_MAX_PER_PROJECT", "1",
                                "WATTMILL_GATEWAY_RESPONSES_SWEEP_INTERVAL", "50ms"))) {
            refuseSweeps(site);
            IntStream.range(0, 3).forEach(_ -> ask(site, ""));
            double before = failedSweeps(site);
            Await.until(() -> failedSweeps(site) >= before + 2, "sweeps fail");
            assertEquals(3, count(site));
            allowSweeps(site);
            Await.until(() -> count(site) == 1, "the oldest go after all");
        }
    }

    private static void refuseSweeps(Site site) throws SQLException {
        sql(site, deletion("RAISE EXCEPTION 'not now'"));
        sql(
                site,
                "CREATE TRIGGER deletion BEFORE DELETE ON "
                        + TABLE
                        + " FOR EACH STATEMENT EXECUTE FUNCTION gateway.deletion()");
    }

    private static void allowSweeps(Site site) throws SQLException {
        sql(site, deletion("RETURN NULL"));
    }

    private static String deletion(String statement) {
        return "CREATE OR REPLACE FUNCTION gateway.deletion() RETURNS trigger LANGUAGE plpgsql"
                + (" AS $$BEGIN " + statement + "; END$$");
    }

    private static double failedSweeps(Site site) {
        return site.context.metrics().counter("wattmill_responses_sweep_failures").count();
    }

    /** A sweep passes by what is locked, and takes no response that lives on after all. */
    @Test
    void oneThatIsBeingProlongedHoldsNoSweepUpAndStays() throws SQLException {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_RESPONSES_SWEEP_INTERVAL", "50ms"));
                Connection other = TestPostgres.connect(site.postgres);
                Statement prolonging = other.createStatement()) {
            refuseSweeps(site);
            JsonObject prolonged = ask(site, "");
            ask(site, "");
            sql(site, "UPDATE " + TABLE + " SET expires_at = now()");
            String it = " WHERE id = '" + prolonged.getString("id") + "'";
            other.setAutoCommit(false);
            prolonging.execute("SELECT id FROM " + TABLE + it + " FOR UPDATE");
            allowSweeps(site);
            Await.until(() -> count(site) == 1, "the other goes");
            prolonging.execute("UPDATE " + TABLE + " SET expires_at = now() + '1 h'" + it);
            other.commit();
            assertEquals(200, status(site, site.developerKey(), prolonged));
        }
    }

    private static long bytes(Site site) {
        return one(site, "SELECT coalesce(sum(bytes), 0) FROM " + TABLE);
    }

    /** While as many are being written as may be, the next is answered and not kept. */
    @Test
    void areNotMoreAtOnceThanMayBeWritten() throws SQLException {
        try (Site site =
                        new Site(
                                Map.of(
                                        "WATTMILL_GATEWAY_RESPONSES_MAX_WRITING", "1",
                                        "WATTMILL_GATEWAY_RESPONSES_WRITE_TIMEOUT", "50ms"));
                Connection hanging = TestPostgres.connect(site.postgres);
                Statement lock = hanging.createStatement()) {
            hanging.setAutoCommit(false);
            lock.execute("LOCK TABLE " + TABLE + " IN ACCESS EXCLUSIVE MODE");
            assertEquals(false, ask(site, "").getBoolean("store"));
            assertEquals(false, ask(site, "").getBoolean("store"));
            assertEquals(1, hits(site, "responses.max-writing"));
            hanging.rollback();
            Await.until(() -> writing(site) == 0, "the first is written after all");
            assertEquals(1, count(site));
        }
    }

    @Test
    void liveAsLongAsWhatIsBuiltOnThem() throws SQLException {
        JsonObject first = ask(site, "");
        sql(site, "UPDATE " + TABLE + " SET expires_at = now() + interval '1 h'");
        ask(site, building(first));
        String young = " WHERE expires_at > now() + interval '29 d'";
        assertEquals(2, one(site, "SELECT count(*) FROM " + TABLE + young));
    }

    @Test
    void areBoundedInLengthAndInHowManyStandBehindOne() {
        try (Site site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_RESPONSES_MAX_BYTES", "4096",
                                "WATTMILL_GATEWAY_RESPONSES_MAX_CHAIN", "2"))) {
            JsonObject first = ask(site, "");
            JsonObject second = ask(site, building(first));
            JsonObject third = ask(site, building(second));
            String body = "{\"model\":\"llama\",\"input\":\"x\"" + building(third) + "}";
            HttpResponse<String> fourth = site.post(PATH, body);
            assertEquals(400, fourth.statusCode(), fourth.body());
            assertTrue(fourth.body().contains("conversation_too_long"), fourth.body());
            assertEquals(1, hits(site, "responses.max-chain"));
            JsonObject large = ask(site, ",\"instructions\":\"" + "x".repeat(5_000) + "\"");
            assertEquals(false, large.getBoolean("store"));
            assertEquals(404, status(site, site.developerKey(), large));
            assertEquals(1, hits(site, "responses.max-bytes"));
        }
    }

    @Test
    void aConversationIsBoundedInBytes() {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_RESPONSES_MAX_CHAIN_BYTES", "1024"))) {
            String body = "{\"model\":\"llama\",\"input\":\"x\"" + building(ask(site, "")) + "}";
            HttpResponse<String> next = site.post(PATH, body);
            assertEquals(400, next.statusCode(), next.body());
            assertTrue(next.body().contains("gateway.responses.max-chain-bytes"), next.body());
        }
    }

    /** Its length is known before it is read, by what is written of it. */
    @Test
    void aConversationForWhichThereIsNoRoomIsNotRead() throws SQLException {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_MAX_HELD_BYTES", "1048576"))) {
            JsonObject first = ask(site, "");
            String items = PATH + "/" + first.getString("id") + "/input_items";
            String body = "{\"model\":\"llama\",\"input\":\"x\"" + building(first) + "}";
            sql(site, "UPDATE " + TABLE + " SET bytes = 2000000");
            HttpResponse<String> refused = site.post(PATH, body);
            assertEquals(503, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("overloaded"), refused.body());
            assertEquals(503, site.get(items, site.developerKey()).statusCode());
            assertEquals(2, hits(site, "http.max-held-bytes"));
            sql(site, "UPDATE " + TABLE + " SET bytes = 600000");
            for (int i = 0; i < 3; i++) {
                assertEquals(200, site.post(PATH, body).statusCode(), "it was given back");
                assertEquals(200, site.get(items, site.developerKey()).statusCode());
            }
        }
    }

    /** Where trees are built makes no difference to what comes of them. */
    @Test
    void aWorkerReadsAsTheEventLoopDoes() {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_APIS_INLINE_BYTES", "0"))) {
            JsonObject first = ask(site, "");
            JsonObject second = ask(site, building(first) + ",\"stream\":true");
            String items = PATH + "/" + second.getString("id") + "/input_items";
            HttpResponse<String> before = site.get(items, site.developerKey());
            assertEquals(3, new JsonObject(before.body()).getJsonArray("data").size());
            assertEquals(400, site.post(PATH, "{").statusCode());
            assertEquals(400, site.post("/v1/messages", "{").statusCode());
            String message = Site.chat(false, ",\"max_tokens\":64");
            assertEquals(200, site.post("/v1/messages", message).statusCode());
            HttpResponse<String> counted = site.post("/v1/messages/count_tokens", message);
            assertTrue(counted.body().contains("input_tokens"), counted.body());
        }
    }

    /** The answer comes, says that it is not kept, and those after it do not wait. */
    @Test
    void anAnswerDoesNotWaitLongForPostgres() throws SQLException {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_RESPONSES_WRITE_TIMEOUT", "100ms"));
                Connection hanging = TestPostgres.connect(site.postgres);
                Statement lock = hanging.createStatement()) {
            hanging.setAutoCommit(false);
            lock.execute("LOCK TABLE " + TABLE + " IN ACCESS EXCLUSIVE MODE");
            assertEquals(false, ask(site, "").getBoolean("store"));
            assertEquals(false, ask(site, ",\"stream\":true").getBoolean("store"));
            assertTrue(hits(site, "responses.write-timeout") >= 1);
            hanging.rollback();
            Await.until(() -> ask(site, "").getBoolean("store"), "it is kept again");
        }
    }

    @Test
    void withoutPostgresOnlyWhatBuildsOnNothingIsServed() throws SQLException {
        JsonObject kept = ask(site, "");
        sql(site, "ALTER TABLE " + TABLE + " RENAME TO hidden");
        assertEquals(false, ask(site, "").getBoolean("store"));
        site.one.forget();
        String body = "{\"model\":\"llama\",\"input\":\"x\"" + building(kept) + "}";
        HttpResponse<String> refused = site.post(PATH, body);
        assertEquals(503, refused.statusCode(), refused.body());
        assertTrue(refused.headers().firstValue("retry-after").isPresent());
        assertTrue(site.one.received().isEmpty());
        assertEquals(503, status(site, site.developerKey(), kept));
        sql(site, "ALTER TABLE gateway.hidden RENAME TO response");
        assertEquals(200, site.post(PATH, body).statusCode());
    }

    @Test
    void oneThatItsCallerLeftIsNotKept() {
        site.one.does(new Script.Endless());
        String body = "{\"model\":\"llama\",\"input\":\"x\",\"stream\":true}";
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.post(PATH, site.developerKey(), body));
            caller.readUntil("response.output_text.delta");
        }
        Await.until(() -> site.one.resets() == 1, "the engine is told");
        Await.until(() -> site.ledger.booked().size() == 1, "it is booked");
        assertEquals(0, count(site));
    }

    /** Only the last event waits, and a gateway that ends lets it out. */
    @Test
    void theLastEventAloneWaitsAndADrainWaitsForIt() throws SQLException {
        String body = "{\"model\":\"llama\",\"input\":\"x\",\"stream\":true}";
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_RESPONSES_WRITE_TIMEOUT", "60s"));
                Connection hanging = TestPostgres.connect(site.postgres);
                Statement lock = hanging.createStatement();
                RawClient caller = new RawClient(site.port())) {
            hanging.setAutoCommit(false);
            lock.execute("LOCK TABLE " + TABLE + " IN ACCESS EXCLUSIVE MODE");
            caller.send(RawClient.post(PATH, site.developerKey(), body));
            String seen = caller.readUntil("event: response.output_item.done");
            assertTrue(seen.contains("t5 "), seen);
            Await.until(() -> writing(site) > 0, "it is being written");
            Future<Void> drained = site.gateway().drain();
            assertFalse(drained.isComplete());
            hanging.rollback();
            Await.await(drained);
            String rest = caller.readUntil("\"store\":true");
            assertTrue(rest.contains("event: response.completed"), rest);
        }
    }

    private static double writing(Site site) {
        return site.context.metrics().get("wattmill_responses_writing_bytes").gauge().value();
    }
}
