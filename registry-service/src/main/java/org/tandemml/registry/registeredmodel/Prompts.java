package org.tandemml.registry.registeredmodel;

import java.util.List;
import java.util.Locale;
import org.tandemml.registry.search.Scope;
import org.tandemml.registry.search.Search;
import org.tandemml.registry.search.fields.Operator;
import org.tandemml.registry.search.filter.Expression;

/**
 * Prompts are registered models, and versions of them, with a tag. A search shows models alone or,
 * if its filter asks for that tag, prompts alone. Models do not have the tag, and yet clients ask
 * for models by {@code tags.`mlflow.prompt.is_prompt` != 'true'}. A filter that says anything else
 * about the tag than {@code =} or {@code !=}, or says it inside OR or NOT, hides nothing and means
 * what it says.
 */
public final class Prompts {
    /** The tag that makes a registered model, or a version of one, a prompt. */
    public static final String TAG = "mlflow.prompt.is_prompt";

    private static final String TAGS = "tags";

    private Prompts() {}

    /**
     * What the search may see.
     *
     * @param isPrompt SQL that is true for a prompt
     */
    public static Scope scope(Search search, String isPrompt) {
        if (!isPlain(search)) {
            return Scope.everything();
        }
        boolean asked = search.required(TAGS, TAG).stream().anyMatch(Prompts::asksForPrompts);
        return Scope.everything().where(asked ? isPrompt : "NOT " + isPrompt, TAG);
    }

    /** The search without its conditions on the tag, if {@link #scope} answers them. */
    public static Search rest(Search search) {
        return isPlain(search) ? search.without(TAGS, TAG) : search;
    }

    private static boolean isPlain(Search search) {
        List<Expression.Condition> all = search.about(TAGS, TAG);
        return all.equals(search.required(TAGS, TAG)) && all.stream().allMatch(Prompts::isPlain);
    }

    private static boolean isPlain(Expression.Condition condition) {
        return condition instanceof Expression.CompareText text
                && (text.operator() == Operator.EQUAL || text.operator() == Operator.NOT_EQUAL);
    }

    private static boolean asksForPrompts(Expression.Condition condition) {
        Expression.CompareText text = (Expression.CompareText) condition;
        String value = text.value().toLowerCase(Locale.ROOT);
        return text.operator() == Operator.EQUAL && value.equals("true")
                || text.operator() == Operator.NOT_EQUAL && value.equals("false");
    }
}
