// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * A model of a hosted API.
 *
 * @param upstream the name by which the API knows it
 * @param price what its provider charges the site
 */
public record HostedModel(String upstream, ProviderPrice price) {}
