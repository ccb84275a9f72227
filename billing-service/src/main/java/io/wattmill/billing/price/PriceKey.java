// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/** What a price is for. An empty tier is the model's default. */
public record PriceKey(String model, String tier) {}
