// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

/**
 * What the price of a request may depend on besides its tokens.
 *
 * @param tier the service tier that was asked for; empty for the default one
 * @param atUs when it was admitted, epoch microseconds
 */
public record Situation(String organizationId, String projectId, String tier, long atUs) {}
