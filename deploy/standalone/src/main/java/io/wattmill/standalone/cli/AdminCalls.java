// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.board.IdentityLines;
import io.wattmill.standalone.folder.FirstKeys;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** What commands about organizations, projects, agents and keys ask of the admin API. */
final class AdminCalls implements AutoCloseable {

    private final SiteOptions site;
    private final Gateway gateway;

    AdminCalls(SiteOptions site) throws IOException {
        this.site = site;
        this.gateway = site.gateway(FirstKeys::admin);
    }

    /** All pages of {@code path}, which ends where a cursor can be added. */
    JsonNode all(String path) throws InterruptedException {
        var all = JsonNodeFactory.instance.arrayNode();
        JsonNode page;
        String after = "";
        do {
            page = site.ask(gateway, path + "limit=100&after=" + after).json();
            page.path("data").forEach(all::add);
            after = all.path(all.size() - 1).path("id").asText("");
        } while (page.path("has_more").asBoolean());
        return all;
    }

    JsonNode get(String path) throws InterruptedException {
        return site.ask(gateway, path).json();
    }

    JsonNode tell(String method, String path, ObjectNode body) throws InterruptedException {
        String json = body.isEmpty() ? "" : body.toString();
        return site.tell(gateway, method, path, json).json();
    }

    JsonNode end(String path) throws InterruptedException {
        return site.tell(gateway, "DELETE", path, "").json();
    }

    /** The path of one thing; what cannot be an id does not get as far as the gateway. */
    static String path(String kind, String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "an id has 1 to 64 letters, digits, '_' and '-'; list shows them");
        }
        return "/admin/" + kind + "/" + id;
    }

    /** As JSON when that is wanted, else as lines. */
    static int print(PrintWriter out, boolean json, JsonNode node, List<String> lines) {
        if (json) {
            out.println(node.toPrettyString());
        } else {
            lines.forEach(out::println);
        }
        out.flush();
        return ExitCode.OK;
    }

    static int printOne(PrintWriter out, boolean json, JsonNode node) {
        return print(out, json, node, IdentityLines.one(node));
    }

    /** The secret alone on standard output, so that it can be caught; the rest beside it. */
    static int printSecret(PrintWriter out, PrintWriter err, JsonNode made, String what) {
        err.println(
                what
                        + " "
                        + made.path("id").asText()
                        + " of project "
                        + made.path("project").asText()
                        + "; this is the only time that its secret is shown");
        err.flush();
        out.println(made.path("key").asText());
        out.flush();
        return ExitCode.OK;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
