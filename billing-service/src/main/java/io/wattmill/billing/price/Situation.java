// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/**
 * What a price may depend on besides the tokens.
 *
 * @param tier the service tier that was asked for; empty for the default one
 * @param atUs when the request was admitted, epoch microseconds
 */
public record Situation(String organization, String project, String tier, long atUs) {}
