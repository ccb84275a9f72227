// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.ModelScan;

/**
 * An engine that was found, and what it says of itself.
 *
 * @param found what was found
 * @param version of its program, empty where it does not say
 * @param models what it serves
 * @param scan one look at its metrics
 */
public record EngineProfile(Found found, String version, ModelScan models, EngineScan scan) {}
