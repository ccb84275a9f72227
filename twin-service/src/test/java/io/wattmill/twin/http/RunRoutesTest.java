// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.trust.Seal;
import io.wattmill.twin.TwinConfig;
import io.wattmill.twin.TwinService;
import io.wattmill.twin.claim.Claims;
import io.wattmill.twin.planfile.SamplePlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Plans, runs and claims over HTTP, as the gateway asks for them. */
class RunRoutesTest {
    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final Seal seal = new Seal(new byte[32], 60_000_000);
    private final HttpClient client = HttpClient.newHttpClient();
    private final TwinConfig config = config();
    private final TwinService twin = new TwinService(services, config, seal);

    private static TwinConfig config() {
        var usual =
                Configuration.parse(
                                "twin: {runs: {enabled: true, max-requests: 5000, heartbeat: 50ms},"
                                        + " emulator: {enabled: false}}",
                                Map.of())
                        .section("twin", TwinConfig.class);
        return new TwinConfig(
                usual.http(), usual.emulator(), TestPostgres.fresh(), usual.runs(), usual.traces());
    }

    @BeforeEach
    void start() {
        Await.await(twin.start());
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        Await.await(twin.stop());
        Await.await(vertx.close());
    }

    private HttpResponse<byte[]> send(String method, String path, String body, String... scopes) {
        var principal = Principal.newBuilder().setKeyId("key-1").setUserId("kai");
        for (var scope : scopes) {
            principal.addScopes(scope);
        }
        var token = seal.seal(principal.build().toByteArray(), services.clock().nowUs());
        var request =
                HttpRequest.newBuilder(twin.httpAddress().resolve(path))
                        .header(Seal.PRINCIPAL_HEADER, token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject ok(int status, HttpResponse<byte[]> response) {
        var text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(status, response.statusCode(), text);
        return new JsonObject(text);
    }

    private JsonObject get(String path) {
        return ok(200, send("GET", path, "", "plan"));
    }

    private String plan() {
        return ok(201, send("POST", "/twin/plans", SamplePlan.text(), "plan", "admin"))
                .getString("id");
    }

    private JsonObject ask(String plan, int requests) {
        var body =
                new JsonObject()
                        .put("plan_id", plan)
                        .put("seed", 7)
                        .put("requests", requests)
                        .put("trace", "conversation")
                        .put("brief", true)
                        .put("model", "chat-small");
        return ok(202, send("POST", "/twin/runs", body.encode(), "plan", "admin"));
    }

    private JsonObject done(String run) {
        Await.until(() -> get("/twin/runs/" + run).getString("state").equals("done"), "done");
        return get("/twin/runs/" + run);
    }

    @Test
    void runsAPlanOnRecordAndAgainToTheByte() {
        var plan = plan();
        assertEquals(plan, plan());
        assertEquals(SamplePlan.text(), get("/twin/plans/" + plan).getString("yaml"));
        assertEquals(1, get("/twin/plans").getJsonArray("data").size());
        var once = done(ask(plan, 200).getString("id"));
        assertEquals("kai", once.getString("requested_by"));
        assertEquals(1.0, once.getDouble("progress"));
        assertTrue(once.getJsonObject("summary").getDouble("output_tokens_per_s") > 0);
        var path = "/twin/runs/" + once.getString("id");
        var again = ok(202, send("POST", path + "/again", "", "plan", "admin"));
        done(again.getString("id"));
        assertArrayEquals(
                send("GET", path + "/answer", "", "plan").body(),
                send("GET", "/twin/runs/" + again.getString("id") + "/answer", "", "plan").body());
        assertEquals(2, get("/twin/runs?limit=5").getJsonArray("data").size());
        assertEquals(1, get("/twin/runs?limit=1").getJsonArray("data").size());
    }

    @Test
    void reportsARunOfAReferencePlan() {
        var references = get("/twin/plans/references").getJsonArray("data");
        var name = references.getJsonObject(0).getString("name");
        var body = new JsonObject().put("reference", name).put("requests", 50).put("brief", true);
        var run = ok(202, send("POST", "/twin/runs", body.encode(), "plan", "admin"));
        assertEquals(name, run.getString("plan"));
        var id = run.getString("id");
        assertEquals(64, done(id).getString("trace_sha256").length());
        assertFalse(get("/twin/runs/" + id).getString("verdict").isEmpty());
        var path = "/twin/runs/" + id;
        assertTrue(text(path + "/report.html").startsWith("<!doctype html>"));
        assertTrue(text(path + "/report.md").startsWith("---"));
        assertEquals(text(path + "/answer"), text(path + "/report.json"));
        assertEquals(404, send("GET", "/twin/runs/none/report.html", "", "plan").statusCode());
        assertTrue(get("/twin/plans/schema").containsKey("$id"));
    }

    private String text(String path) {
        var response = send("GET", path, "", "plan");
        assertEquals(200, response.statusCode(), path);
        return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void attributesWhatMakesTwoPlansDiffer() {
        var body =
                new JsonObject().put("a", plan()).put("b", "hgx-h100-1-rack").put("requests", 50);
        var equal = ok(200, send("POST", "/twin/plans/diff", body.encode(), "plan"));
        assertTrue(equal.getJsonArray("parts").isEmpty(), equal::encode);
        var missing = new JsonObject().put("a", "none").put("b", "hgx-h100-1-rack").encode();
        assertEquals(404, send("POST", "/twin/plans/diff", missing, "plan").statusCode());
        var many = body.put("requests", 1_000_000).encode();
        assertEquals(400, send("POST", "/twin/plans/diff", many, "plan").statusCode());
    }

    @Test
    void comparesTwoRuns() {
        var plan = plan();
        var a = done(ask(plan, 50).getString("id")).getString("id");
        var b = done(ask(plan, 100).getString("id")).getString("id");
        var found = get("/twin/runs/compare?a=" + a + "&b=" + b);
        var first = found.getJsonArray("metrics").getJsonObject(0);
        assertEquals(
                first.getDouble("b") - first.getDouble("a"), first.getDouble("difference"), 1e-12);
        assertEquals(404, send("GET", "/twin/runs/compare?a=" + a, "", "plan").statusCode());
    }

    @Test
    void cancelsOnceAndSaysSo() {
        var run = ask(plan(), 50).getString("id");
        done(run);
        var late = ok(200, send("POST", "/twin/runs/" + run + "/cancel", "", "plan", "admin"));
        assertEquals(false, late.getBoolean("cancel_asked"));
    }

    @Test
    void letsOnlyAdministratorsWrite() {
        for (var path : new String[] {"/twin/plans", "/twin/runs"}) {
            assertEquals(403, send("POST", path, "{}", "plan").statusCode(), path);
        }
        assertEquals(403, send("POST", "/twin/runs/x/cancel", "", "plan").statusCode());
        assertEquals(403, send("POST", "/twin/runs/x/again", "", "plan").statusCode());
    }

    @Test
    void refusesWhatIsNoPlanAndNoRun() {
        assertEquals(422, send("POST", "/twin/plans", "what: ever", "admin").statusCode());
        var plan = plan();
        for (var body :
                new String[] {
                    "[]",
                    "no",
                    "{\"plan_id\":\"" + plan + "\",\"requests\":0}",
                    "{\"plan_id\":\"" + plan + "\",\"requests\":5001}",
                    "{\"plan_id\":\"" + plan + "\",\"speed\":0}",
                    "{\"plan_id\":\"" + plan + "\",\"seeds\":21}",
                    "{\"plan_id\":\"" + plan + "\",\"seed\":\"x\"}",
                    "{\"plan_id\":\"" + plan + "\",\"seed\":null}",
                    "{\"plan_id\":\"" + plan + "\",\"seed\":1.5}",
                    "{\"plan_id\":\"" + plan + "\",\"requests\":null}",
                    "{\"plan_id\":\"" + plan + "\",\"requests\":4294967297}",
                    "{\"plan_id\":\"" + plan + "\",\"speed\":null}",
                    "{\"plan_id\":\"" + plan + "\",\"model\":null}",
                    "{\"plan_id\":\"" + plan + "\",\"model\":7}",
                    "{\"plan_id\":\"" + plan + "\",\"model\":\"" + "m".repeat(64) + "\"}"
                }) {
            assertEquals(400, send("POST", "/twin/runs", body, "admin").statusCode(), body);
        }
        assertEquals(404, send("POST", "/twin/runs", "{}", "admin").statusCode());
        assertEquals(404, send("POST", "/twin/runs", "{\"plan_id\":null}", "admin").statusCode());
        assertEquals(404, send("GET", "/twin/runs/none", "", "plan").statusCode());
        assertEquals(404, send("GET", "/twin/plans/none", "", "plan").statusCode());
    }

    @Test
    void saysWhyARunFailed() {
        var body = new JsonObject().put("plan_id", plan()).put("model", "none").encode();
        var run = ok(202, send("POST", "/twin/runs", body, "admin")).getString("id");
        Await.until(() -> get("/twin/runs/" + run).getString("state").equals("failed"), "failed");
        assertTrue(get("/twin/runs/" + run).getString("error").contains("model"));
        assertEquals(404, send("GET", "/twin/runs/" + run + "/answer", "", "plan").statusCode());
    }

    @Test
    void testsAClaim() {
        var claim = Claims.text("gb300-vs-hopper.yaml");
        var report = ok(200, send("POST", "/twin/claims/check", claim, "plan"));
        assertEquals(false, report.getBoolean("comparable"));
        var asked = "/twin/claims/check?what-if=b.price.per-gpu-hour%3D3.30";
        assertTrue(ok(200, send("POST", asked, claim, "plan")).containsKey("before"));
        assertEquals(422, send("POST", "/twin/claims/check", "no", "plan").statusCode());
        assertTrue(get("/twin/claims/schema").containsKey("$defs"));
    }

    @Test
    void checksPlansAndSaysThatNothingIsKeptWithoutADatabase() {
        var off = new TwinService(services, config(false), seal);
        Await.await(off.start());
        assertEquals(503, status(off, "/twin/runs"));
        assertEquals(503, status(off, "/twin/plans"));
        assertEquals(200, status(off, "/twin/claims/schema"));
        Await.await(off.stop());
    }

    private static TwinConfig config(boolean enabled) {
        return Configuration.parse(
                        "twin: {runs: {enabled: %s}, emulator: {enabled: false}}"
                                .formatted(enabled),
                        Map.of())
                .section("twin", TwinConfig.class);
    }

    private int status(TwinService of, String path) {
        var token =
                seal.seal(
                        Principal.newBuilder().addScopes("admin").build().toByteArray(),
                        services.clock().nowUs());
        var request =
                HttpRequest.newBuilder(of.httpAddress().resolve(path))
                        .header(Seal.PRINCIPAL_HEADER, token)
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
