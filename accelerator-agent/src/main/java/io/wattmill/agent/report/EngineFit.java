// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.regression.Estimate;

import java.util.OptionalDouble;

/**
 * What was learned of an engine's joules.
 *
 * @param estimate the coefficients and their errors
 * @param trusted whether they are told as the engine's own, in place of the router's
 * @param tokensPerJoule tokens produced per joule of all its devices' energy, of the last minute or
 *     so; empty before any was seen
 */
public record EngineFit(Estimate estimate, boolean trusted, OptionalDouble tokensPerJoule) {}
