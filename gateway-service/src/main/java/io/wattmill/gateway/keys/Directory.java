// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

/**
 * The site's organizations, projects, agents and keys, to be looked at and changed. The truth is in
 * PostgreSQL; the {@link KeyRing} of every gateway follows.
 */
public record Directory(
        Organizations organizations,
        Projects projects,
        Agents agents,
        ApiKeys keys,
        IdentityConfig config) {}
