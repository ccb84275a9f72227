// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.TransferIds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a window's cost moves on the ledgers of energy, cost and carbon: from the node to those who
 * bear it. Taking it back moves the same the other way.
 */
public final class CostTransfers {

    /**
     * Which making of which window's cost.
     *
     * @param revision from 1
     * @param node owner of host, facility, electricity and carbon
     * @param engine node/engine, owner of GPU time
     */
    public record Made(long windowId, int revision, String node, String engine, String currency) {}

    private final Made made;
    private final boolean takenBack;
    private final List<Transfer> transfers = new ArrayList<>();

    private CostTransfers(Made made, boolean takenBack) {
        this.made = made;
        this.takenBack = takenBack;
    }

    /** Books the lines. */
    public static List<Transfer> book(Made made, List<CostLine> lines) {
        return new CostTransfers(made, false).of(lines);
    }

    /** Takes back what {@link #book} booked for the same lines. */
    public static List<Transfer> takeBack(Made made, List<CostLine> lines) {
        return new CostTransfers(made, true).of(lines);
    }

    private List<Transfer> of(List<CostLine> lines) {
        Map<Bearer, List<Amounts>> byBearer = new LinkedHashMap<>();
        lines.forEach(
                line ->
                        byBearer.computeIfAbsent(line.bearer(), _ -> new ArrayList<>())
                                .add(line.amounts()));
        byBearer.forEach((bearer, amounts) -> add(bearer, Amounts.sum(amounts)));
        return List.copyOf(transfers);
    }

    private void add(Bearer bearer, Amounts amounts) {
        Codes codes = codes(bearer);
        String owner = bearer.owner();
        move(
                Account.energy(codes.host(), owner),
                Account.energy(AccountCode.HOST_METER, made.node()),
                amounts.hostUj());
        move(
                Account.energy(codes.facility(), owner),
                Account.energy(AccountCode.FACILITY_DRAW, made.node()),
                amounts.facilityUj());
        Account cost = Account.money(codes.cost(), owner, made.currency());
        move(
                cost,
                Account.money(AccountCode.GPU_TIME, made.engine(), made.currency()),
                amounts.gpuNano());
        move(
                cost,
                Account.money(AccountCode.ELECTRICITY, made.node(), made.currency()),
                amounts.electricityNano());
        move(
                Account.carbon(codes.carbon(), owner),
                Account.carbon(AccountCode.CARBON_EMITTED, made.node()),
                amounts.carbonUg());
    }

    private record Codes(
            AccountCode host, AccountCode facility, AccountCode cost, AccountCode carbon) {}

    private static Codes codes(Bearer bearer) {
        return switch (bearer) {
            case Bearer.Project _ ->
                    new Codes(
                            AccountCode.ENERGY_HOST,
                            AccountCode.ENERGY_FACILITY,
                            AccountCode.COST_SERVED,
                            AccountCode.CARBON_SERVED);
            case Bearer.Reserved _ ->
                    new Codes(
                            AccountCode.ENERGY_HOST,
                            AccountCode.ENERGY_FACILITY,
                            AccountCode.COST_RESERVED,
                            AccountCode.CARBON_RESERVED);
            case Bearer.Empty _ ->
                    new Codes(
                            AccountCode.ENERGY_HOST_OVERHEAD,
                            AccountCode.ENERGY_FACILITY_OVERHEAD,
                            AccountCode.COST_EMPTY,
                            AccountCode.CARBON_EMPTY);
            case Bearer.Unattributed _ ->
                    new Codes(
                            AccountCode.ENERGY_HOST_OVERHEAD,
                            AccountCode.ENERGY_FACILITY_OVERHEAD,
                            AccountCode.COST_UNATTRIBUTED,
                            AccountCode.CARBON_UNATTRIBUTED);
        };
    }

    private void move(Account bearer, Account source, long amount) {
        if (amount > 0) {
            transfers.add(
                    new Transfer(
                            TransferIds.ofCost(
                                    made.windowId(), made.revision(), takenBack, transfers.size()),
                            new Transfer.OfWindow(made.windowId()),
                            takenBack ? source : bearer,
                            takenBack ? bearer : source,
                            amount));
        }
    }
}
