// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/** One engine of the fleet. */
public record EngineKey(String nodeId, String engineId) {}
