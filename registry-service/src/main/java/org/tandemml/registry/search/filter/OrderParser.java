package org.tandemml.registry.search.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tandemml.model.TandemException;
import org.tandemml.registry.search.fields.SearchFields;
import org.tandemml.registry.search.filter.Token.Kind;

/** Reads an order: each element is {@code field [ASC|DESC]}, one field each. */
public final class OrderParser {
    /** The most keys an order may have. */
    static final int MAX_TERMS = 32;

    private OrderParser() {}

    /**
     * Reads an order.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} that names the element and position
     */
    public static List<OrderTerm> parse(SearchFields fields, List<String> elements) {
        List<OrderTerm> terms = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            terms.add(term(fields, new Source("order_by[" + i + "]", elements.get(i))));
        }
        return check(terms);
    }

    /**
     * Reads one field name of an order whose direction stands beside it.
     *
     * @param where the request's field, for messages
     */
    public static FieldRef field(SearchFields fields, String where, String name) {
        Tokens tokens = new Tokens(new Source(where, name));
        FieldRef field = tokens.field(fields, true);
        tokens.expect(Kind.END, "the end");
        return field;
    }

    /**
     * Checks a whole order.
     *
     * @throws TandemException {@code INVALID_PARAMETER_VALUE} if it is too long or a key comes
     *     twice
     */
    public static List<OrderTerm> check(List<OrderTerm> terms) {
        if (terms.size() > MAX_TERMS) {
            throw TandemException.invalid(
                    "Invalid order_by: "
                            + terms.size()
                            + " keys, at most "
                            + MAX_TERMS
                            + " are allowed.");
        }
        Set<OrderTerm> seen = new HashSet<>();
        for (int i = 0; i < terms.size(); i++) {
            OrderTerm term = terms.get(i);
            OrderTerm key =
                    new OrderTerm(term.field(), true, term.datasetName(), term.datasetDigest());
            if (!seen.add(key)) {
                throw TandemException.invalid(
                        "Invalid order_by["
                                + i
                                + "]: '"
                                + term.field().shown()
                                + "' stands there twice.");
            }
        }
        return List.copyOf(terms);
    }

    private static OrderTerm term(SearchFields fields, Source source) {
        Tokens tokens = new Tokens(source);
        FieldRef field = tokens.field(fields, true);
        boolean descending = tokens.takeWord("DESC");
        if (!descending) {
            tokens.takeWord("ASC");
        }
        tokens.expect(Kind.END, "ASC, DESC or the end");
        return new OrderTerm(field, !descending);
    }
}
