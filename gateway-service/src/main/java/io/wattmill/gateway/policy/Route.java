// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.policy;

import static io.wattmill.gateway.policy.PathPattern.below;
import static io.wattmill.gateway.policy.PathPattern.exactly;

import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.wire.ErrorShape;

import java.util.List;
import java.util.Set;

/**
 * Every route of the gateway. Authorization and dispatch read the same row, so that they cannot
 * disagree about a path. Rows of one path differ in their methods and stand together.
 */
public enum Route {
    CHAT_COMPLETIONS(Set.of("POST"), exactly("/v1/chat/completions"), needs(Scope.INFERENCE)),
    COMPLETIONS(Set.of("POST"), exactly("/v1/completions"), needs(Scope.INFERENCE)),
    EMBEDDINGS(Set.of("POST"), exactly("/v1/embeddings"), needs(Scope.INFERENCE)),
    MESSAGES(Set.of("POST"), exactly("/v1/messages"), needs(Scope.INFERENCE), ErrorShape.ANTHROPIC),
    COUNT_TOKENS(
            Set.of("POST"),
            exactly("/v1/messages/count_tokens"),
            needs(Scope.INFERENCE),
            ErrorShape.ANTHROPIC),
    CREATE_RESPONSE(Set.of("POST"), exactly("/v1/responses"), needs(Scope.INFERENCE)),
    READ_RESPONSE(Set.of("GET"), exactly("/v1/responses/*"), needs(Scope.INFERENCE)),
    DELETE_RESPONSE(Set.of("DELETE"), exactly("/v1/responses/*"), needs(Scope.INFERENCE)),
    LIST_INPUT_ITEMS(Set.of("GET"), exactly("/v1/responses/*/input_items"), needs(Scope.INFERENCE)),
    CANCEL_RESPONSE(Set.of("POST"), exactly("/v1/responses/*/cancel"), needs(Scope.INFERENCE)),
    CAPABILITIES(Set.of("GET"), exactly("/v1/capabilities"), needs(Scope.INFERENCE)),
    MODELS(Set.of("GET"), exactly("/v1/models"), needs(Scope.INFERENCE)),
    REQUESTS(Set.of("GET"), below("/v1/requests/"), needs(Scope.USAGE)),
    OUTCOMES(Set.of("POST"), exactly("/v1/outcomes"), needs(Scope.USAGE)),
    ORGANIZATION(Set.of("GET"), below("/v1/organization/"), needs(Scope.USAGE)),
    FACTORY(Set.of("GET"), exactly("/v1/factory"), needs(Scope.ADMIN)),
    ACCOUNTS(Set.of("GET"), exactly("/billing/accounts"), needs(Scope.USAGE)),
    ENTRIES(Set.of("GET"), exactly("/billing/entries"), needs(Scope.USAGE)),
    BOOKINGS(Set.of("GET"), exactly("/billing/bookings/*"), needs(Scope.USAGE)),
    MARGIN(Set.of("GET"), exactly("/billing/margin"), needs(Scope.USAGE)),
    ENERGY(Set.of("GET"), exactly("/billing/energy"), needs(Scope.USAGE)),
    BILLING_PAGE(Set.of("GET"), exactly("/billing"), new Access.Public()),
    BILLING_SCRIPT(Set.of("GET"), exactly("/billing/billing.js"), new Access.Public()),
    BILLING_STYLE(Set.of("GET"), exactly("/billing/billing.css"), new Access.Public()),
    BILLING(Set.of("GET", "POST", "PUT", "DELETE"), below("/billing/"), needs(Scope.ADMIN)),
    TWIN_PAGE(Set.of("GET"), exactly("/twin"), new Access.Public()),
    TWIN_SCRIPT(Set.of("GET"), exactly("/twin/twin.js"), new Access.Public()),
    TWIN_STYLE(Set.of("GET"), exactly("/twin/twin.css"), new Access.Public()),
    TWIN(Set.of("GET", "POST", "DELETE"), below("/twin/"), needs(Scope.PLAN)),
    NODES(Set.of("GET"), exactly("/admin/nodes"), needs(Scope.ADMIN)),
    NODE_DRAIN(Set.of("POST"), exactly("/admin/nodes/*/drain"), needs(Scope.ADMIN)),
    NODE_RESUME(Set.of("POST"), exactly("/admin/nodes/*/resume"), needs(Scope.ADMIN)),
    LIST_ORGANIZATIONS(Set.of("GET"), exactly("/admin/organizations"), needs(Scope.ORGANIZATION)),
    CREATE_ORGANIZATION(Set.of("POST"), exactly("/admin/organizations"), needs(Scope.ADMIN)),
    READ_ORGANIZATION(Set.of("GET"), exactly("/admin/organizations/*"), needs(Scope.ORGANIZATION)),
    END_ORGANIZATION(Set.of("DELETE"), exactly("/admin/organizations/*"), needs(Scope.ADMIN)),
    LIST_PROJECTS(Set.of("GET"), exactly("/admin/projects"), needs(Scope.KEYS)),
    CREATE_PROJECT(Set.of("POST"), exactly("/admin/projects"), needs(Scope.ORGANIZATION)),
    READ_PROJECT(Set.of("GET"), exactly("/admin/projects/*"), needs(Scope.KEYS)),
    END_PROJECT(Set.of("DELETE"), exactly("/admin/projects/*"), needs(Scope.ORGANIZATION)),
    LIST_AGENTS(Set.of("GET"), exactly("/admin/agents"), needs(Scope.KEYS)),
    CREATE_AGENT(Set.of("POST"), exactly("/admin/agents"), needs(Scope.KEYS)),
    READ_AGENT(Set.of("GET"), exactly("/admin/agents/*"), needs(Scope.KEYS)),
    END_AGENT(Set.of("DELETE"), exactly("/admin/agents/*"), needs(Scope.KEYS)),
    LIST_KEYS(Set.of("GET"), exactly("/admin/keys"), needs(Scope.KEYS)),
    CREATE_KEY(Set.of("POST"), exactly("/admin/keys"), needs(Scope.KEYS)),
    READ_KEY(Set.of("GET"), exactly("/admin/keys/*"), needs(Scope.KEYS)),
    CHANGE_KEY(Set.of("POST"), exactly("/admin/keys/*"), needs(Scope.KEYS)),
    REVOKE_KEY(Set.of("DELETE"), exactly("/admin/keys/*"), needs(Scope.KEYS)),
    ROTATE_KEY(Set.of("POST"), exactly("/admin/keys/*/rotate"), needs(Scope.KEYS)),
    DOCS(Set.of("GET"), exactly("/docs"), new Access.Public()),
    DOCS_SCRIPT(Set.of("GET"), exactly("/docs/docs.js"), new Access.Public()),
    DOCS_STYLE(Set.of("GET"), exactly("/docs/docs.css"), new Access.Public()),
    OPENAPI_YAML(Set.of("GET"), exactly("/docs/openapi.yaml"), new Access.Public()),
    OPENAPI_JSON(Set.of("GET"), exactly("/docs/openapi.json"), new Access.Public()),
    RECORDINGS(Set.of("GET"), exactly("/admin/recordings"), needs(Scope.ADMIN)),
    RECORDING(Set.of("GET"), exactly("/admin/recordings/*"), needs(Scope.ADMIN)),
    CONSOLE(Set.of("GET"), exactly("/console"), new Access.Public()),
    CONSOLE_SCRIPT(Set.of("GET"), exactly("/console/console.js"), new Access.Public()),
    CONSOLE_STYLE(Set.of("GET"), exactly("/console/console.css"), new Access.Public()),
    CONSOLE_ICON(Set.of("GET"), exactly("/console/icon.svg"), new Access.Public()),
    CONSOLE_EVENTS(Set.of("GET"), exactly("/console/events"), needs(Scope.USAGE)),
    METRICS(Set.of("GET"), exactly("/metrics"), needs(Scope.METRICS)),
    LIVE(Set.of("GET"), exactly("/health/live"), new Access.Public()),
    READY(Set.of("GET"), exactly("/health/ready"), new Access.Public());

    /** The table, for every request: {@link #values} would copy it. */
    static final List<Route> ALL = List.of(values());

    private final Set<String> methods;
    private final PathPattern path;
    private final Access access;
    private final ErrorShape errors;

    Route(Set<String> methods, PathPattern path, Access access) {
        this(methods, path, access, ErrorShape.OPENAI);
    }

    Route(Set<String> methods, PathPattern path, Access access, ErrorShape errors) {
        this.methods = methods;
        this.path = path;
        this.access = access;
        this.errors = errors;
    }

    private static Access needs(Scope scope) {
        return new Access.Needs(scope);
    }

    /** Methods that the route takes. */
    public Set<String> methods() {
        return methods;
    }

    /** Paths that the route takes. */
    public PathPattern path() {
        return path;
    }

    /** How a caller is told of errors. */
    public ErrorShape errors() {
        return errors;
    }

    /** What a caller needs. */
    public Access access() {
        return access;
    }
}
