// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.standalone.board.IdentityLines;

import picocli.CommandLine.Model.CommandSpec;

/**
 * What the commands of organizations, projects and agents do; each says it in words of its own.
 *
 * @param kind as the admin API calls them
 * @param within the member that says what one belongs to; empty when it belongs to nothing
 */
record Places(String kind, String within) {

    int create(CommandSpec spec, SiteOptions site, ObjectNode body) throws Exception {
        try (var calls = new AdminCalls(site)) {
            return AdminCalls.printOne(
                    spec.commandLine().getOut(), false, calls.tell("POST", "/admin/" + kind, body));
        }
    }

    int list(CommandSpec spec, SiteOptions site, boolean ended, boolean json) throws Exception {
        try (var calls = new AdminCalls(site)) {
            var all = calls.all("/admin/" + kind + "?ended=" + ended + "&");
            return AdminCalls.print(
                    spec.commandLine().getOut(), json, all, IdentityLines.places(all, within));
        }
    }

    int show(CommandSpec spec, SiteOptions site, String id, boolean json) throws Exception {
        try (var calls = new AdminCalls(site)) {
            return AdminCalls.printOne(
                    spec.commandLine().getOut(), json, calls.get(AdminCalls.path(kind, id)));
        }
    }

    int end(CommandSpec spec, SiteOptions site, String id) throws Exception {
        try (var calls = new AdminCalls(site)) {
            calls.end(AdminCalls.path(kind, id));
            spec.commandLine().getOut().println("ended " + id);
            return ExitCode.OK;
        }
    }
}
