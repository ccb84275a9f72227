// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.contract.ledger.v1.LedgerHeaders;
import io.wattmill.gateway.dialect.Dialect;
import io.wattmill.gateway.dialect.anthropic.MessagesDialect;
import io.wattmill.gateway.dialect.openai.ChatDialect;
import io.wattmill.gateway.dialect.openai.CompletionDialect;
import io.wattmill.gateway.dialect.openai.EmbeddingDialect;
import io.wattmill.gateway.dialect.responses.ResponsesApi;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.watch.Watchdog;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.kit.telemetry.Metrics;

import java.net.URI;
import java.util.Map;

/** Which handler serves which route. */
final class Handlers {

    private static final int MAX_COMMAND_BYTES = 4_096;
    private static final int MAX_ORDER_BYTES = 65_536;

    private final IngressParts parts;
    private final InferenceHandler chat;
    private final InferenceHandler completions;
    private final InferenceHandler embeddings;
    private final InferenceHandler messages;
    private final CountTokensHandler countTokens;
    private final InferenceHandler responses;
    private final ResponsesHandler keptResponses;
    private final BoardHandler boards;
    private final ConsoleEvents console;
    private final NodeControlHandler nodes;
    private final TenancyHandler tenancy;
    private final KeysHandler keys;
    private final RecordingsHandler recordings;
    private final HealthHandler health;
    private final OpenApiJson openApi;
    private final BackendProxy billing;
    private final BackendProxy twin;

    Handlers(Vertx vertx, IngressParts parts, Relay relay, Watchdog watchdog) {
        this.parts = parts;
        HttpConfig config = parts.config();
        BodyReader.Bounds whole = bounds(config.maxBodyBytes(), watchdog);
        MessagesDialect anthropic = new MessagesDialect(JsonLimits.DEFAULT);
        this.chat = asking(new ChatDialect(JsonLimits.DEFAULT), whole, relay);
        this.completions = asking(new CompletionDialect(JsonLimits.DEFAULT), whole, relay);
        this.embeddings = asking(new EmbeddingDialect(JsonLimits.DEFAULT), whole, relay);
        Workbench bench = new Workbench(vertx, parts.capabilities().config().inlineBytes());
        this.messages = new InferenceHandler(Parsing.in(anthropic, bench), whole, parts, relay);
        this.countTokens =
                new CountTokensHandler(
                        anthropic,
                        whole,
                        bench,
                        parts.capabilities(),
                        relay.tokenCounter(parts.capabilities().config(), parts.metrics()));
        ResponsesApi api = new ResponsesApi(JsonLimits.DEFAULT);
        this.responses =
                new InferenceHandler(new ResponsesParsing(api, bench, parts), whole, parts, relay);
        this.keptResponses = new ResponsesHandler(api, bench, parts);
        this.boards = new BoardHandler(parts.board(), parts.capabilities());
        this.console = new ConsoleEvents(vertx, parts);
        this.nodes = new NodeControlHandler(parts.fleet(), bounds(MAX_COMMAND_BYTES, watchdog));
        AdminCalls calls =
                new AdminCalls(
                        bounds(MAX_ORDER_BYTES, watchdog),
                        parts.directory().config(),
                        parts.metrics());
        this.tenancy = new TenancyHandler(calls, parts.directory());
        this.keys =
                new KeysHandler(
                        calls, parts.directory().keys(), parts.directory().config(), parts.clock());
        this.recordings =
                new RecordingsHandler(vertx, parts.relay().recorder(), watchdog, parts.metrics());
        this.health = new HealthHandler(parts.health());
        this.openApi = new OpenApiJson(vertx);
        BodyReader.Bounds proxied = bounds(config.maxProxyBodyBytes(), watchdog);
        this.billing = proxy(vertx, "billing", parts.billing(), proxied);
        this.twin = proxy(vertx, "twin", parts.twin(), proxied);
    }

    private BackendProxy proxy(Vertx vertx, String name, URI backend, BodyReader.Bounds bounds) {
        return new BackendProxy(
                vertx,
                name,
                backend,
                parts.tls(),
                parts.config(),
                bounds,
                parts.seal(),
                parts.clock());
    }

    private InferenceHandler asking(Dialect dialect, BodyReader.Bounds bounds, Relay relay) {
        return new InferenceHandler(Parsing.in(dialect), bounds, parts, relay);
    }

    private BodyReader.Bounds bounds(int maxBytes, Watchdog watchdog) {
        return new BodyReader.Bounds(
                maxBytes, parts.held(), parts.config().bodyTimeout(), watchdog, parts.metrics());
    }

    /** Serves a call that may be served. */
    void handle(Route route, Call call) {
        switch (route) {
            case CHAT_COMPLETIONS -> chat.handle(call);
            case COMPLETIONS -> completions.handle(call);
            case EMBEDDINGS -> embeddings.handle(call);
            case MESSAGES -> messages.handle(call);
            case COUNT_TOKENS -> countTokens.handle(call);
            case CREATE_RESPONSE -> responses.handle(call);
            case READ_RESPONSE -> keptResponses.read(call);
            case DELETE_RESPONSE -> keptResponses.delete(call);
            case LIST_INPUT_ITEMS -> keptResponses.items(call);
            case CANCEL_RESPONSE -> keptResponses.cancel(call);
            case CAPABILITIES -> boards.capabilities(call);
            case MODELS -> boards.models(call);
            case FACTORY -> boards.factory(call);
            case REQUESTS, OUTCOMES -> billing.handle(call, newest(call));
            case ORGANIZATION, ACCOUNTS, ENTRIES, BOOKINGS, MARGIN, ENERGY, BILLING ->
                    billing.handle(call);
            case TWIN -> twin.handle(call);
            case NODES -> boards.nodes(call);
            case NODE_DRAIN -> nodes.drain(call);
            case NODE_RESUME -> nodes.resume(call);
            case LIST_ORGANIZATIONS -> tenancy.listOrganizations(call);
            case CREATE_ORGANIZATION -> tenancy.createOrganization(call);
            case READ_ORGANIZATION -> tenancy.readOrganization(call);
            case END_ORGANIZATION -> tenancy.endOrganization(call);
            case LIST_PROJECTS -> tenancy.listProjects(call);
            case CREATE_PROJECT -> tenancy.createProject(call);
            case READ_PROJECT -> tenancy.readProject(call);
            case END_PROJECT -> tenancy.endProject(call);
            case LIST_AGENTS -> tenancy.listAgents(call);
            case CREATE_AGENT -> tenancy.createAgent(call);
            case READ_AGENT -> tenancy.readAgent(call);
            case END_AGENT -> tenancy.endAgent(call);
            case LIST_KEYS -> keys.list(call);
            case CREATE_KEY -> keys.create(call);
            case READ_KEY -> keys.read(call);
            case CHANGE_KEY -> keys.change(call);
            case REVOKE_KEY -> keys.revoke(call);
            case ROTATE_KEY -> keys.rotate(call);
            case DOCS -> PageFile.DOCS.answer(call);
            case DOCS_SCRIPT -> PageFile.DOCS_SCRIPT.answer(call);
            case DOCS_STYLE -> PageFile.DOCS_STYLE.answer(call);
            case OPENAPI_YAML -> PageFile.OPENAPI.answer(call);
            case OPENAPI_JSON -> openApi.answer(call);
            case RECORDINGS -> recordings.list(call);
            case RECORDING -> recordings.day(call);
            case CONSOLE -> PageFile.CONSOLE.answer(call);
            case CONSOLE_SCRIPT -> PageFile.CONSOLE_SCRIPT.answer(call);
            case CONSOLE_STYLE -> PageFile.CONSOLE_STYLE.answer(call);
            case CONSOLE_ICON -> PageFile.ICON.answer(call);
            case BILLING_PAGE -> PageFile.BILLING.answer(call);
            case BILLING_SCRIPT -> PageFile.BILLING_SCRIPT.answer(call);
            case BILLING_STYLE -> PageFile.BILLING_STYLE.answer(call);
            case TWIN_PAGE -> PageFile.TWIN.answer(call);
            case TWIN_SCRIPT -> PageFile.TWIN_SCRIPT.answer(call);
            case TWIN_STYLE -> PageFile.TWIN_STYLE.answer(call);
            case CONSOLE_EVENTS -> console.handle(call);
            case METRICS -> call.reply().text(Metrics.CONTENT_TYPE, parts.metrics().scrape());
            case LIVE -> health.live(call.reply());
            case READY -> health.ready(call.reply());
        }
    }

    /** The ledger may not have heard yet of what this gateway closed. */
    private Map<String, String> newest(Call call) {
        return parts.relay()
                .newest()
                .of(call.key().keyId())
                .map(id -> Map.of(LedgerHeaders.NEWEST_REQUEST, id))
                .orElse(Map.of());
    }

    Future<Void> close() {
        console.close();
        return Future.join(billing.close(), twin.close()).mapEmpty();
    }
}
