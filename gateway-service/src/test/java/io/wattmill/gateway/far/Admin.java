// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.vertx.core.json.JsonObject;

import java.net.http.HttpResponse;

/** The admin API as one key sees it. */
public record Admin(Site site, String key) {

    public HttpResponse<String> send(String method, String path, String body) {
        return site.send(method, "/admin" + path, key, body);
    }

    /** What a call that must be taken answers. */
    public JsonObject does(String method, String path, JsonObject body) {
        HttpResponse<String> response = send(method, path, body.isEmpty() ? "" : body.encode());
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(path + " gave " + response.statusCode() + response.body());
        }
        return new JsonObject(response.body());
    }

    /** A new organization's id. */
    public String organization() {
        return make("/organizations", new JsonObject());
    }

    /** A new project's id. */
    public String project(String organization) {
        return make("/projects", new JsonObject().put("organization", organization));
    }

    /** A new agent's id. */
    public String agent(String project) {
        return make("/agents", new JsonObject().put("project", project));
    }

    private String make(String path, JsonObject body) {
        return does("POST", path, body.put("name", "Test")).getString("id");
    }

    /** A new key, secret and all. */
    public JsonObject key(String project, JsonObject more) {
        JsonObject body = new JsonObject().put("project", project).put("name", "test");
        return does("POST", "/keys", body.mergeIn(more));
    }

    /** An order of scopes. */
    public static JsonObject scopes(String... scopes) {
        return new JsonObject().put("scopes", java.util.List.of(scopes));
    }
}
