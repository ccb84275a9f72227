// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.keys.Agents;
import io.wattmill.gateway.keys.Directory;
import io.wattmill.gateway.keys.Organizations;
import io.wattmill.gateway.keys.Projects;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.tenancy.AgentOrder;
import io.wattmill.gateway.tenancy.OrganizationOrder;
import io.wattmill.gateway.tenancy.ProjectOrder;

/** {@code /admin/organizations}, {@code /admin/projects} and {@code /admin/agents}. */
final class TenancyHandler {

    private static final int CREATED = 201;

    private final AdminCalls calls;
    private final Organizations organizations;
    private final Projects projects;
    private final Agents agents;

    TenancyHandler(AdminCalls calls, Directory directory) {
        this.calls = calls;
        this.organizations = directory.organizations();
        this.projects = directory.projects();
        this.agents = directory.agents();
    }

    void listOrganizations(Call call) {
        calls.list(call, listing -> organizations.list(call.key(), listing));
    }

    void createOrganization(Call call) {
        calls.taken(
                call,
                CREATED,
                OrganizationOrder::parse,
                order -> AdminCalls.Answer.of(organizations.create(call.key(), order)));
    }

    void readOrganization(Call call) {
        calls.one(call, organizations.read(call.key(), id(call, Route.READ_ORGANIZATION)));
    }

    void endOrganization(Call call) {
        calls.ended(call, organizations.end(call.key(), id(call, Route.END_ORGANIZATION)));
    }

    void listProjects(Call call) {
        calls.list(call, listing -> projects.list(call.key(), listing));
    }

    void createProject(Call call) {
        calls.taken(
                call,
                CREATED,
                ProjectOrder::parse,
                order -> AdminCalls.Answer.of(projects.create(call.key(), order)));
    }

    void readProject(Call call) {
        calls.one(call, projects.read(call.key(), id(call, Route.READ_PROJECT)));
    }

    void endProject(Call call) {
        calls.ended(call, projects.end(call.key(), id(call, Route.END_PROJECT)));
    }

    void listAgents(Call call) {
        calls.list(call, listing -> agents.list(call.key(), listing));
    }

    void createAgent(Call call) {
        calls.taken(
                call,
                CREATED,
                AgentOrder::parse,
                order -> AdminCalls.Answer.of(agents.create(call.key(), order)));
    }

    void readAgent(Call call) {
        calls.one(call, agents.read(call.key(), id(call, Route.READ_AGENT)));
    }

    void endAgent(Call call) {
        calls.ended(call, agents.end(call.key(), id(call, Route.END_AGENT)));
    }

    private static String id(Call call, Route route) {
        return route.path().segment(call.path());
    }
}
