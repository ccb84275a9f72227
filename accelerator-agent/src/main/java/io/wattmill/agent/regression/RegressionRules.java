// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * How to learn.
 *
 * @param halfLifeSeconds busy time after which a window counts half
 * @param priorSpread relative standard deviation of what the prior says
 */
public record RegressionRules(double halfLifeSeconds, double priorSpread) {}
