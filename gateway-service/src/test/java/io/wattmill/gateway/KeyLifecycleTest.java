// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Folders;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.Median;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys from the first day to the last: made, rotated, changed, ended; and who may do that. */
class KeyLifecycleTest {

    private static final JsonObject NOTHING = new JsonObject();
    private static final String REVOKED = "The API key was revoked.";
    private static Site site;
    private static Admin admin;
    private String organization = "";
    private String project = "";

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_IDENTITY_MAX_KEYS_PER_PROJECT", "12"));
        admin = new Admin(site, site.adminKey());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void makeAProject() {
        site.reset();
        organization = admin.organization();
        project = admin.project(organization);
    }

    private JsonObject made(String... scopes) {
        return admin.key(project, Admin.scopes(scopes));
    }

    private Admin keeper(String... scopes) {
        return new Admin(site, made(scopes).getString("key"));
    }

    private static HttpResponse<String> models(JsonObject key) {
        return site.get("/v1/models", key.getString("key"));
    }

    private static String code(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("error").getString("code");
    }

    @Test
    void showsAKeyOnceAndServesItAtOnce() {
        JsonObject key = made("inference");
        assertEquals(200, models(key).statusCode());
        String shown = admin.send("GET", "/keys/" + key.getString("id"), "").body();
        String list = admin.send("GET", "/keys?project=" + project, "").body();
        for (String answer : List.of(shown, list)) {
            assertFalse(answer.contains(key.getString("key")), answer);
            assertTrue(answer.contains(key.getString("prefix")), answer);
        }
        assertEquals(List.of("inference"), key.getJsonArray("scopes").getList());
        assertEquals(project, key.getString("project"));
    }

    @Test
    void rotatesWithAnOverlapThatTheNextRotationEnds() {
        JsonObject first = made("inference");
        String path = "/keys/" + first.getString("id") + "/rotate";
        JsonObject second = admin.does("POST", path, NOTHING);
        assertEquals(first.getString("id"), second.getString("id"));
        assertNotEquals(first.getString("key"), second.getString("key"));
        assertEquals(200, models(first).statusCode());
        assertEquals(200, models(second).statusCode());
        long ends = second.getLong("former_secret_ends_at_us");
        assertTrue(ends > second.getLong("rotated_at_us"), second::encode);
        JsonObject third = admin.does("POST", path, NOTHING);
        assertEquals(401, models(first).statusCode());
        assertEquals(200, models(second).statusCode());
        JsonObject last = admin.does("POST", path, new JsonObject().put("overlap_ms", 0));
        assertEquals(401, models(third).statusCode());
        assertEquals(200, models(last).statusCode());
        assertEquals(null, last.getLong("former_secret_ends_at_us"));
    }

    @Test
    void anOverlapEndsByItself() {
        JsonObject first = made("inference");
        String path = "/keys/" + first.getString("id") + "/rotate";
        JsonObject second = admin.does("POST", path, new JsonObject().put("overlap_ms", 2_000));
        assertEndsAt(second.getLong("former_secret_ends_at_us"), first);
        HttpResponse<String> refused = admin.send("POST", path, "{\"overlap_ms\": 99999999999}");
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("max-rotation-overlap"), refused.body());
    }

    @Test
    void revokesAKeyWithAllItsSecrets() {
        JsonObject first = made("inference");
        String path = "/keys/" + first.getString("id");
        JsonObject second = admin.does("POST", path + "/rotate", NOTHING);
        JsonObject revoked = admin.does("DELETE", path, NOTHING);
        assertNotEquals(null, revoked.getLong("revoked_at_us"));
        assertTrue(models(second).body().contains(REVOKED), models(second).body());
        assertEquals(401, models(first).statusCode());
        assertEquals(409, admin.send("POST", path + "/rotate", "").statusCode());
        assertEquals(revoked, admin.does("DELETE", path, NOTHING));
    }

    @Test
    void everyGatewayHearsOfARevocationWithinASecond() throws Exception {
        Vertx vertx = Vertx.vertx();
        Path folder = Folders.make("wattmill-gateway-2");
        GatewayService other =
                site.another(vertx, folder, Map.of("WATTMILL_GATEWAY_IDENTITY_REFRESH", "500ms"));
        Await.await(other.start());
        try (HttpClient http = HttpClient.newHttpClient()) {
            long nanos = Median.of(5, () -> nanosUntilARevocationIsHeard(http, other));
            assertTrue(nanos < 1_000_000_000L);
        } finally {
            Await.await(other.stop());
            Await.await(vertx.close());
            Folders.delete(folder);
        }
    }

    private long nanosUntilARevocationIsHeard(HttpClient http, GatewayService other) {
        JsonObject key = made("inference");
        Await.until(() -> status(http, other, key) == 200, "the other gateway knows the key");
        long from = System.nanoTime();
        admin.does("DELETE", "/keys/" + key.getString("id"), NOTHING);
        assertEquals(401, models(key).statusCode());
        Await.until(() -> status(http, other, key) == 401, "it knows of the revocation");
        return System.nanoTime() - from;
    }

    @Test
    void aHintOnTheBusIsFasterThanTheNextLook() throws Exception {
        Path folder = Folders.make("wattmill-gateway-3");
        GatewayService other =
                site.another(
                        site.vertx, folder, Map.of("WATTMILL_GATEWAY_IDENTITY_REFRESH", "60s"));
        Await.await(other.start());
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonObject key = made("inference");
            Await.until(() -> status(http, other, key) == 200, "the other gateway knows the key");
            admin.does("DELETE", "/keys/" + key.getString("id"), NOTHING);
            Await.until(() -> status(http, other, key) == 401, "it knows of the revocation");
        } finally {
            Await.await(other.stop());
            Folders.delete(folder);
        }
    }

    private static int status(HttpClient http, GatewayService gateway, JsonObject key) {
        URI uri = gateway.httpAddress().resolve("/v1/models");
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("authorization", "Bearer " + key.getString("key"))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKeyExpires() {
        long soon = site.context().clock().nowUs() + 2_000_000;
        JsonObject key = admin.key(project, Admin.scopes("inference").put("expires_at_us", soon));
        assertEndsAt(soon, key);
        assertTrue(models(key).body().contains("has expired"));
    }

    /** The key is served until then and no longer, however late it is that somebody looks. */
    private static void assertEndsAt(long endUs, JsonObject key) {
        int status = models(key).statusCode();
        assertTrue(status == 200 || site.context().clock().nowUs() >= endUs, "status " + status);
        Await.until(() -> models(key).statusCode() == 401, "its time is over");
        assertTrue(site.context().clock().nowUs() >= endUs, "it ended too early");
    }

    @Test
    void whatIsEndedTakesItsKeysAlong() {
        String agent = admin.agent(project);
        JsonObject agents = admin.key(project, Admin.scopes("inference").put("agent", agent));
        JsonObject plain = made("inference");
        admin.does("DELETE", "/agents/" + agent, NOTHING);
        assertTrue(models(agents).body().contains("agent was ended"));
        assertEquals(200, models(plain).statusCode());
        assertEquals(
                409,
                admin.send(
                                "POST",
                                "/keys",
                                Admin.scopes("inference")
                                        .put("name", "x")
                                        .put("project", project)
                                        .put("agent", agent)
                                        .encode())
                        .statusCode());
        admin.does("DELETE", "/projects/" + project, NOTHING);
        assertTrue(models(plain).body().contains("project was ended"));
        String second = admin.project(organization);
        JsonObject more = admin.key(second, Admin.scopes("inference"));
        admin.does("DELETE", "/organizations/" + organization, NOTHING);
        assertTrue(models(more).body().contains("organization was ended"));
    }

    @Test
    void changesWhatIsNamedAndNothingElse() {
        JsonObject key =
                admin.key(
                        project,
                        Admin.scopes("inference")
                                .put("allowed_models", List.of("llama"))
                                .put("ip_ranges", List.of("10.0.0.0/8", "2001:db8::/32"))
                                .put("data_zone", "eu")
                                .put("no_log", true));
        String path = "/keys/" + key.getString("id");
        JsonObject changed =
                admin.does("POST", path, new JsonObject().put("ip_ranges", new JsonArray()));
        assertEquals(new JsonArray(), changed.getJsonArray("ip_ranges"));
        assertEquals("eu", changed.getString("data_zone"));
        assertTrue(changed.getBoolean("no_log"));
        JsonObject freed =
                admin.does(
                        "POST", path, new JsonObject().putNull("data_zone").put("no_log", false));
        assertEquals(null, freed.getString("data_zone"));
        assertEquals(List.of("llama"), freed.getJsonArray("allowed_models").getList());
        assertEquals(freed, admin.does("GET", path, NOTHING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\"}|scopes",
                "{\"name\":\"x\",\"scopes\":[]}|scopes",
                "{\"name\":\"x\",\"scopes\":[\"root\"]}|inference, usage",
                "{\"scopes\":[\"usage\"]}|'name' is needed",
                "{\"name\":\"\",\"scopes\":[\"usage\"]}|1 to 100",
                "{\"name\":7,\"scopes\":[\"usage\"]}|1 to 100",
                "{\"name\":\"x\",\"scopes\":[\"usage\"],\"model\":1}|'model' is unknown; this call"
                        + " takes agent, allowed_models",
                "{\"name\":\"x\",\"name\":\"y\",\"scopes\":[\"usage\"]}|twice",
                "{\"name\":\"x\",\"scopes\":[\"usage\"],\"ip_ranges\":[\"10.1.2.3/8\"]}|10.0.0.0/8",
                "{\"name\":\"x\",\"scopes\":[\"usage\"],\"expires_at_us\":5}|after now",
                "{\"name\":\"x\",\"scopes\":[\"usage\"],\"expires_at_us\":1e400}|microseconds",
                "{\"name\":\"x\",\"scopes\":[\"usage\"],\"no_log\":\"yes\"}|true or false",
                "{\"name\":\"x\",\"scopes\":[\"usage\"],\"data_zone\":\"\"}|zone",
                "{\"name\":\"x\",\"scopes\":[[[[[[]]]]]]}|nested",
                "[]|JSON object",
                "{} {}|JSON",
                "nonsense|JSON"
            })
    void readsOrdersStrictlyAndSaysWhatWouldDo(String body, String says) {
        HttpResponse<String> response = admin.send("POST", "/keys", body);
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains(says), response.body());
    }

    @Test
    void listsPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(made("inference").getString("id"));
        }
        admin.does("DELETE", "/keys/" + ids.getFirst(), NOTHING);
        List<String> seen = new ArrayList<>();
        JsonObject page;
        String after = "";
        do {
            String query = "/keys?limit=2&project=" + project + "&after=" + after;
            page = admin.does("GET", query, NOTHING);
            page.getJsonArray("data").forEach(key -> seen.add(((JsonObject) key).getString("id")));
            after = seen.getLast();
        } while (page.getBoolean("has_more"));
        assertEquals(ids.subList(1, 5), seen);
        String all = admin.send("GET", "/keys?ended=true&project=" + project, "").body();
        assertTrue(all.contains(ids.getFirst()));
        for (String wrong :
                List.of("limit=0", "limit=101", "limit=x", "q=1", "after=%27", "ended=x")) {
            assertEquals(400, admin.send("GET", "/keys?" + wrong, "").statusCode(), wrong);
        }
    }

    @Test
    void aBrokenEscapeIsRefused() {
        try (RawClient client = new RawClient(site.port())) {
            String head =
                    "GET /admin/keys?after=%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                            + "authorization: Bearer "
                            + site.adminKey()
                            + "\r\n\r\n";
            assertTrue(client.send(head).readAll().startsWith("HTTP/1.1 400"));
        }
    }

    @Test
    void boundsTheKeysOfAProject() {
        for (int i = 0; i < 12; i++) {
            made("inference");
        }
        HttpResponse<String> refused =
                admin.send(
                        "POST",
                        "/keys",
                        Admin.scopes("usage").put("name", "x").put("project", project).encode());
        assertEquals("limit_reached", code(refused));
        assertTrue(refused.body().contains("max-keys-per-project"));
        assertTrue(
                site.get("/metrics", site.adminKey())
                        .body()
                        .contains("limit=\"gateway.identity.max-keys-per-project\""));
    }

    @Test
    void keepersOfAProjectReachNoFurther() {
        Admin keeper = keeper("keys", "inference");
        String elsewhere = admin.project(organization);
        JsonObject mine = keeper.does("POST", "/keys", Admin.scopes("inference").put("name", "x"));
        assertEquals(project, mine.getString("project"));
        assertEquals(
                404,
                keeper.send(
                                "POST",
                                "/keys",
                                Admin.scopes("inference")
                                        .put("name", "x")
                                        .put("project", elsewhere)
                                        .encode())
                        .statusCode());
        HttpResponse<String> refused =
                keeper.send("POST", "/keys", Admin.scopes("admin").put("name", "x").encode());
        assertEquals(403, refused.statusCode());
        assertEquals("beyond_own_rights", code(refused));
        assertEquals(403, keeper.send("POST", "/projects", "{\"name\":\"x\"}").statusCode());
    }

    @Test
    void nobodyGetsTheSecretOfAKeyThatCanDoMore() {
        Admin keeper = keeper("keys", "inference");
        JsonObject strong = admin.key(project, Admin.scopes("admin"));
        String path = "/keys/" + strong.getString("id");
        assertEquals(200, keeper.send("GET", path, "").statusCode());
        for (String call : List.of("POST /rotate", "POST ", "DELETE ")) {
            String[] words = call.split(" ", 2);
            HttpResponse<String> refused = keeper.send(words[0], path + words[1], "");
            assertEquals("beyond_own_rights", code(refused), call);
        }
        Admin organizations = keeper("organization", "inference");
        HttpResponse<String> refused = organizations.send("DELETE", "/projects/" + project, "");
        assertEquals(403, refused.statusCode(), refused.body());
        assertEquals(200, models(strong).statusCode());
    }

    @Test
    void aConfinedKeeperConfinesWhatItMakesAndCannotFreeItself() {
        long later = site.context().clock().nowUs() + 3_600_000_000L;
        JsonObject bounds =
                Admin.scopes("keys", "inference")
                        .put("allowed_models", List.of("llama"))
                        .put("ip_ranges", List.of("127.0.0.0/8"))
                        .put("data_zone", "eu")
                        .put("expires_at_us", later);
        JsonObject key = admin.key(project, bounds);
        Admin keeper = new Admin(site, key.getString("key"));
        JsonObject same = bounds.copy().put("name", "x");
        keeper.does("POST", "/keys", same);
        for (String member : List.of("allowed_models", "ip_ranges", "data_zone", "expires_at_us")) {
            JsonObject wider = same.copy();
            wider.remove(member);
            HttpResponse<String> refused = keeper.send("POST", "/keys", wider.encode());
            assertEquals(403, refused.statusCode(), member);
            assertTrue(refused.body().contains(member), refused.body());
        }
        String path = "/keys/" + key.getString("id");
        assertEquals(403, keeper.send("POST", path, "{\"expires_at_us\":null}").statusCode());
        assertEquals(403, keeper.send("POST", path, "{\"allowed_models\":[]}").statusCode());
    }

    @Test
    void anAgentsKeyKeepsItsOwnAgentAlone() {
        String agent = admin.agent(project);
        JsonObject key = admin.key(project, Admin.scopes("keys", "inference").put("agent", agent));
        Admin keeper = new Admin(site, key.getString("key"));
        JsonObject order = Admin.scopes("inference").put("name", "x");
        assertEquals(agent, keeper.does("POST", "/keys", order).getString("agent"));
        JsonObject other = order.copy().put("agent", admin.agent(project));
        assertEquals(404, keeper.send("POST", "/keys", other.encode()).statusCode());
        assertEquals(403, keeper.send("POST", "/agents", "{\"name\":\"x\"}").statusCode());
        String plain = made("inference").getString("id");
        assertEquals(404, keeper.send("GET", "/keys/" + plain, "").statusCode());
    }

    @Test
    void aSiteKeepsAnAdminKey() {
        JsonObject page = admin.does("GET", "/keys?project=demo&limit=100", NOTHING);
        String first =
                page.getJsonArray("data").stream()
                        .map(JsonObject.class::cast)
                        .filter(key -> key.getJsonArray("scopes").contains("admin"))
                        .findFirst()
                        .orElseThrow()
                        .getString("id");
        long later = site.context().clock().nowUs() + 3_600_000_000L;
        assertEquals(409, admin.send("DELETE", "/keys/" + first, "").statusCode());
        assertEquals(409, admin.send("DELETE", "/projects/demo", "").statusCode());
        assertEquals(409, admin.send("DELETE", "/organizations/default", "").statusCode());
        assertEquals(
                409,
                admin.send("POST", "/keys/" + first, "{\"expires_at_us\":" + later + "}")
                        .statusCode());
        assertEquals(200, site.get("/v1/models", site.adminKey()).statusCode());
    }

    @Test
    void aRevokedKeeperMakesNothingAnyMore() {
        JsonObject key = made("keys", "inference");
        Admin keeper = new Admin(site, key.getString("key"));
        admin.does("DELETE", "/keys/" + key.getString("id"), NOTHING);
        JsonObject order = Admin.scopes("inference").put("name", "x");
        assertEquals(401, keeper.send("POST", "/keys", order.encode()).statusCode());
    }

    @Test
    void onlyAdministratorsChooseIds() {
        JsonObject chosen =
                admin.does(
                        "POST",
                        "/organizations",
                        new JsonObject("{\"name\":\"A\",\"id\":\"a-1\"}"));
        assertEquals("a-1", chosen.getString("id"));
        String again = "{\"name\":\"B\",\"id\":\"a-1\"}";
        assertEquals(409, admin.send("POST", "/organizations", again).statusCode());
        Admin keeper = keeper("organization");
        String wish = "{\"name\":\"B\",\"id\":\"demo\"}";
        assertEquals(400, keeper.send("POST", "/projects", wish).statusCode());
        assertTrue(
                keeper.does("POST", "/projects", new JsonObject("{\"name\":\"Más  Chat\"}"))
                        .getString("id")
                        .matches("m-s-chat-[a-z0-9]{6}"));
    }
}
