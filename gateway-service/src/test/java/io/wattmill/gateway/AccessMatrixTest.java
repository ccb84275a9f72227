// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.policy.Access;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.policy.RouteMatch;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every route × every kind of caller × own and other's things: what comes is what the policy table
 * says, and what belongs to others looks like what does not exist.
 */
class AccessMatrixTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static Site site;
    private static Admin admin;
    private static Tenant a;
    private static Tenant b;
    private static final String MESSAGES =
            """
            {"model":"llama","max_tokens":9,"messages":[{"role":"user","content":"hello"}]}
            """;
    private static final String EMBEDDING =
            """
            {"object":"list","model":"llama","data":[{"object":"embedding","index":0,"embedding":[0.5]}],
             "usage":{"prompt_tokens":1,"total_tokens":1}}
            """;
    private static Map<Who, String> keys = Map.of();

    /** Who calls. */
    private enum Who {
        TENANT_A(Scope.ORGANIZATION, Scope.INFERENCE, Scope.USAGE, Scope.PLAN, Scope.METRICS),
        TENANT_B(Scope.ORGANIZATION, Scope.INFERENCE, Scope.USAGE, Scope.PLAN, Scope.METRICS),
        KEEPER_A(Scope.KEYS, Scope.INFERENCE, Scope.USAGE),
        AGENT(Scope.INFERENCE, Scope.USAGE),
        ADMIN(Scope.ADMIN),
        ANONYMOUS();

        private final Set<Scope> scopes;

        Who(Scope... scopes) {
            this.scopes = Set.of(scopes);
        }

        private String[] texts() {
            return scopes.stream().map(Scope::text).toArray(String[]::new);
        }
    }

    /** An organization with one of everything. */
    private record Tenant(String organization, String project, String agent, String key) {

        private static Tenant make() {
            String organization = admin.organization();
            String project = admin.project(organization);
            return new Tenant(
                    organization,
                    project,
                    admin.agent(project),
                    admin.key(project, Admin.scopes("inference")).getString("id"));
        }

        private String freshKey() {
            return admin.key(project, Admin.scopes("inference")).getString("id");
        }
    }

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_MAX_CONSOLE_CLIENTS", "100"));
        admin = new Admin(site, site.adminKey());
        a = Tenant.make();
        b = Tenant.make();
        keys =
                Map.of(
                        Who.TENANT_A, secret(a, Who.TENANT_A),
                        Who.TENANT_B, secret(b, Who.TENANT_B),
                        Who.KEEPER_A, secret(a, Who.KEEPER_A),
                        Who.AGENT,
                                admin.key(
                                                a.project(),
                                                Admin.scopes(Who.AGENT.texts())
                                                        .put("agent", a.agent()))
                                        .getString("key"),
                        Who.ADMIN, site.adminKey(),
                        Who.ANONYMOUS, "");
    }

    private static String secret(Tenant tenant, Who who) {
        return admin.key(tenant.project(), Admin.scopes(who.texts())).getString("key");
    }

    @AfterAll
    static void close() {
        HTTP.close();
        site.close();
    }

    /**
     * One call of a route.
     *
     * @param body empty for none
     * @param id of somebody's thing, which the gateway itself must keep from others
     */
    private record Probe(String method, String path, String body, Optional<String> id) {

        private static Probe get(String path) {
            return new Probe("GET", path, "", Optional.empty());
        }

        private static Probe post(String path, String body) {
            return new Probe("POST", path, body, Optional.empty());
        }

        private static Probe at(String method, String path, String id) {
            return new Probe(method, path.replace("*", id), "", Optional.of(id));
        }

        private static Probe in(String path, String member, String id) {
            return new Probe(
                    "POST",
                    path,
                    Admin.scopes("inference").put("name", "x").put(member, id).encode(),
                    Optional.of(id));
        }

        private Probe without(String... members) {
            JsonObject less = new JsonObject(body);
            Arrays.stream(members).forEach(less::remove);
            return new Probe(method, path, less.encode(), id);
        }

        private Probe of(String other) {
            String was = id.orElseThrow();
            return new Probe(
                    method, path.replace(was, other), body.replace(was, other), Optional.of(other));
        }
    }

    /**
     * How a route is called for something of {@code owner}. What billing and the twin keep apart is
     * theirs to test: they are told who asks.
     */
    private static Probe probe(Route route, Tenant owner) {
        return switch (route) {
            case CHAT_COMPLETIONS -> Probe.post("/v1/chat/completions", Site.chat(false, ""));
            case COMPLETIONS ->
                    Probe.post("/v1/completions", "{\"model\":\"llama\",\"prompt\":\"hello\"}");
            case EMBEDDINGS ->
                    Probe.post("/v1/embeddings", "{\"model\":\"llama\",\"input\":\"hello\"}");
            case MESSAGES -> Probe.post("/v1/messages", MESSAGES);
            case COUNT_TOKENS -> Probe.post("/v1/messages/count_tokens", MESSAGES);
            case CREATE_RESPONSE ->
                    Probe.post("/v1/responses", "{\"model\":\"llama\",\"input\":\"hello\"}");
            case READ_RESPONSE -> Probe.at("GET", "/v1/responses/*", kept(owner));
            case DELETE_RESPONSE -> Probe.at("DELETE", "/v1/responses/*", kept(owner));
            case LIST_INPUT_ITEMS -> Probe.at("GET", "/v1/responses/*/input_items", kept(owner));
            case CANCEL_RESPONSE ->
                    new Probe("POST", "/v1/responses/resp_1/cancel", "", Optional.empty());
            case CAPABILITIES -> Probe.get("/v1/capabilities");
            case MODELS -> Probe.get("/v1/models");
            case REQUESTS -> Probe.get("/v1/requests/last");
            case OUTCOMES -> Probe.post("/v1/outcomes", "{}");
            case ORGANIZATION -> Probe.get("/v1/organization/costs");
            case FACTORY -> Probe.get("/v1/factory");
            case ACCOUNTS -> Probe.get("/billing/accounts");
            case ENTRIES -> Probe.get("/billing/entries");
            case BOOKINGS -> Probe.get("/billing/bookings/b-1");
            case MARGIN -> Probe.get("/billing/margin");
            case ENERGY -> Probe.get("/billing/energy");
            case BILLING_PAGE -> Probe.get("/billing");
            case BILLING_SCRIPT -> Probe.get("/billing/billing.js");
            case BILLING_STYLE -> Probe.get("/billing/billing.css");
            case BILLING -> Probe.get("/billing/verify");
            case TWIN_PAGE -> Probe.get("/twin");
            case TWIN_SCRIPT -> Probe.get("/twin/twin.js");
            case TWIN_STYLE -> Probe.get("/twin/twin.css");
            case TWIN -> Probe.get("/twin/plans");
            case NODES -> Probe.get("/admin/nodes");
            case NODE_DRAIN -> Probe.post("/admin/nodes/node-1/drain", "{}");
            case NODE_RESUME -> Probe.post("/admin/nodes/node-1/resume", "");
            case LIST_ORGANIZATIONS -> Probe.get("/admin/organizations");
            case CREATE_ORGANIZATION -> Probe.post("/admin/organizations", "{\"name\":\"New\"}");
            case READ_ORGANIZATION ->
                    Probe.at("GET", "/admin/organizations/*", owner.organization());
            case END_ORGANIZATION ->
                    Probe.at("DELETE", "/admin/organizations/*", admin.organization());
            case LIST_PROJECTS -> Probe.get("/admin/projects");
            case CREATE_PROJECT ->
                    Probe.in("/admin/projects", "organization", owner.organization())
                            .without("scopes");
            case READ_PROJECT -> Probe.at("GET", "/admin/projects/*", owner.project());
            case END_PROJECT ->
                    Probe.at("DELETE", "/admin/projects/*", admin.project(owner.organization()));
            case LIST_AGENTS -> Probe.get("/admin/agents");
            case CREATE_AGENT ->
                    Probe.in("/admin/agents", "project", owner.project()).without("scopes");
            case READ_AGENT -> Probe.at("GET", "/admin/agents/*", owner.agent());
            case END_AGENT -> Probe.at("DELETE", "/admin/agents/*", admin.agent(owner.project()));
            case LIST_KEYS -> Probe.get("/admin/keys?project=" + owner.project());
            case CREATE_KEY -> Probe.in("/admin/keys", "project", owner.project());
            case READ_KEY -> Probe.at("GET", "/admin/keys/*", owner.key());
            case CHANGE_KEY -> Probe.at("POST", "/admin/keys/*", owner.freshKey());
            case REVOKE_KEY -> Probe.at("DELETE", "/admin/keys/*", owner.freshKey());
            case ROTATE_KEY -> Probe.at("POST", "/admin/keys/*/rotate", owner.freshKey());
            case DOCS -> Probe.get("/docs");
            case DOCS_SCRIPT -> Probe.get("/docs/docs.js");
            case DOCS_STYLE -> Probe.get("/docs/docs.css");
            case OPENAPI_YAML -> Probe.get("/docs/openapi.yaml");
            case OPENAPI_JSON -> Probe.get("/docs/openapi.json");
            case RECORDINGS -> Probe.get("/admin/recordings");
            case RECORDING -> Probe.get("/admin/recordings/" + recordedDay());
            case CONSOLE -> Probe.get("/console");
            case CONSOLE_SCRIPT -> Probe.get("/console/console.js");
            case CONSOLE_STYLE -> Probe.get("/console/console.css");
            case CONSOLE_ICON -> Probe.get("/console/icon.svg");
            case CONSOLE_EVENTS -> Probe.get("/console/events");
            case METRICS -> Probe.get("/metrics");
            case LIVE -> Probe.get("/health/live");
            case READY -> Probe.get("/health/ready");
        };
    }

    /** A day of which there is something; recorded by whatever was asked first. */
    private static String recordedDay() {
        site.post("/v1/chat/completions", Site.chat(false, ""));
        Await.until(() -> !days().isEmpty(), "a day is recorded");
        return days().getJsonObject(0).getString("day");
    }

    private static JsonArray days() {
        String list = site.get("/admin/recordings", site.adminKey()).body();
        return new JsonObject(list).getJsonArray("data");
    }

    /** A response that a project has kept. */
    private static String kept(Tenant owner) {
        String key = keys.getOrDefault(owner.equals(a) ? Who.TENANT_A : Who.TENANT_B, "");
        String body = "{\"model\":\"llama\",\"input\":\"hello\"}";
        String answer = site.send("POST", "/v1/responses", key, body).body();
        return new JsonObject(answer).getString("id");
    }

    private static boolean has(Who who, Scope scope) {
        return who.scopes.contains(scope)
                || who.scopes.contains(Scope.ADMIN)
                || scope == Scope.KEYS && who.scopes.contains(Scope.ORGANIZATION);
    }

    /** What the table says: 2 stands for every status from 200 to 299. */
    private static int expected(Route route, Who who, boolean own, Probe probe) {
        return switch (route.access()) {
            case Access.Public() -> 2;
            case Access.Needs(Scope scope) -> {
                if (who == Who.ANONYMOUS) {
                    yield 401;
                }
                if (!has(who, scope)) {
                    yield 403;
                }
                yield switch (route) {
                    case CANCEL_RESPONSE -> 400;
                    // An admin does not read what others' models said.
                    case READ_RESPONSE, DELETE_RESPONSE, LIST_INPUT_ITEMS ->
                            own && who != Who.ADMIN ? 2 : 404;
                    default -> own || probe.id().isEmpty() || who == Who.ADMIN ? 2 : 404;
                };
            }
        };
    }

    private static Tenant owner(Who who, boolean own) {
        return own == (who == Who.TENANT_B) ? b : a;
    }

    @TestFactory
    Stream<DynamicTest> isWhatThePolicyTableSays() {
        return Stream.of(Route.values())
                .flatMap(
                        route ->
                                Stream.of(Who.values())
                                        .flatMap(
                                                who ->
                                                        Stream.of(true, false)
                                                                .map(
                                                                        own ->
                                                                                test(
                                                                                        route, who,
                                                                                        own))));
    }

    private static DynamicTest test(Route route, Who who, boolean own) {
        return DynamicTest.dynamicTest(
                route + " " + who + (own ? " own" : " other's"), () -> check(route, who, own));
    }

    private static void check(Route route, Who who, boolean own) throws Exception {
        site.drained.put("node-1", "test");
        site.one.forget();
        if (route == Route.EMBEDDINGS) {
            site.one.does(Script.Exact.whole(EMBEDDING));
        }
        Probe probe = probe(route, owner(who, own));
        String plain = probe.path().replaceAll("\\?.*", "");
        assertEquals(new RouteMatch.Found(route), RouteMatch.of(probe.method(), plain));
        Seen seen = call(probe, who);
        int expected = expected(route, who, own, probe);
        assertEquals(expected, expected == 2 ? seen.status() / 100 : seen.status(), seen::toString);
        if (expected == 404) {
            Seen nothing = call(probe.of("nothing-here"), who);
            String id = probe.id().orElseThrow();
            assertEquals(nothing.toString(), seen.toString().replace(id, "nothing-here"));
        }
        if (!own && who != Who.ADMIN && route.name().startsWith("LIST_")) {
            Tenant other = owner(who, false);
            assertFalse(seen.body().contains(other.project()), seen::body);
            assertFalse(seen.body().contains(other.organization()), seen::body);
        }
    }

    private record Seen(int status, String body) {}

    /** A stream never ends: of what is well only the first bytes are read. */
    private static Seen call(Probe probe, Who who) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(site.gateway().httpAddress().resolve(probe.path()))
                        .method(
                                probe.method(),
                                probe.body().isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(probe.body()));
        if (who != Who.ANONYMOUS) {
            request.header("authorization", "Bearer " + keys.get(who));
        }
        HttpResponse<InputStream> response =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean endless = probe.path().equals("/console/events");
            byte[] bytes = body.readNBytes(endless ? 1 : 1 << 20);
            return new Seen(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
