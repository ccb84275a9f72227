// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/** A coefficient that was learned, and its standard error in the same unit. */
public record Coefficient(double value, double standardError) {}
