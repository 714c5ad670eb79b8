#!/usr/bin/env python3
"""Makes models of steps and of estimators around others, with scikit-learn's own answers.

    pip install scikit-learn==1.9.1 pandas==3.1.1 skops==0.16.0 joblib
    python src/test/python/make_combined_models.py

and with Python 3.9 the same of the oldest version that is served:

    pip install scikit-learn==1.0.2 'numpy<1.24' 'pandas<2' 'scipy<1.9' joblib
    python src/test/python/make_combined_models.py

The folders are those of make_models.py, with the version in their names. The folder of 1.6 was
made the same way; searches of that time hold what theirs before and after do not.
"""

import numpy as np
import pandas as pd
import sklearn
from make_models import frame, pickled, save, skopsed
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (
    AdaBoostRegressor,
    BaggingClassifier,
    BaggingRegressor,
    RandomForestClassifier,
    StackingClassifier,
    StackingRegressor,
    VotingRegressor,
)
from sklearn.feature_selection import RFE, SelectKBest, SelectPercentile, VarianceThreshold, f_classif
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import (
    Lasso,
    LinearRegression,
    LogisticRegression,
    PoissonRegressor,
    Ridge,
    TweedieRegressor,
)
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.multioutput import MultiOutputRegressor
from sklearn.naive_bayes import CategoricalNB, GaussianNB
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    KBinsDiscretizer,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    PowerTransformer,
    QuantileTransformer,
    StandardScaler,
)
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

VERSION = ".".join(sklearn.__version__.split(".")[:2])
IS_OLD = VERSION == "1.0"


class Models:
    def __init__(self):
        self.data, self.score = frame(80)
        self.data["debt"] = np.random.default_rng(3).normal(2, 1, len(self.data)).round(2)
        self.numbers = self.data[["age", "income", "debt"]]
        self.labels = np.where(self.score > 2.6, "high", np.where(self.score > 1.8, "mid", "low"))
        self.two = self.score > 2
        self.count = 0

    def save(self, name, model, target, data=None, rows=None, scores=True):
        data = self.numbers if data is None else data
        model.fit(data, target)
        rows = data.head(12) if rows is None else rows
        self.count += 1
        if self.count % 4 == 0 and not IS_OLD:
            save(f"{name}-{VERSION}", model, rows, skopsed, "model.skops", "skops", scores)
        else:
            save(f"{name}-{VERSION}", model, rows, pickled(2 + self.count % 4), "model.pkl", "pickle", scores)

    def steps(self):
        gaps = self.numbers.mask(np.random.default_rng(4).random(self.numbers.shape) < 0.2)
        scale = StandardScaler()
        line = LogisticRegression()
        for name, step in {
            "pca": PCA(2, whiten=True),
            "svd": TruncatedSVD(2),
            "normalizer-l1": Normalizer("l1"),
            "normalizer-l2": Normalizer("l2"),
            "normalizer-max": Normalizer("max"),
            "bins": KBinsDiscretizer(4, encode="onehot-dense"),
            "bins-ordinal": KBinsDiscretizer(4, encode="ordinal", strategy="uniform"),
            "quantiles": QuantileTransformer(n_quantiles=20),
            "quantiles-normal": QuantileTransformer(n_quantiles=20, output_distribution="normal"),
            "power": PowerTransformer(),
            "k-best": SelectKBest(f_classif, k=2),
            "percentile": SelectPercentile(f_classif, percentile=40),
            "variance": VarianceThreshold(2.0),
            "rfe": RFE(LogisticRegression(), n_features_to_select=2),
            "union": FeatureUnion([("scaled", MinMaxScaler()), ("axes", PCA(2))]),
            "binarizer": Binarizer(threshold=1.5),
        }.items():
            self.save(name, make_pipeline(step, scale, line), self.labels, rows=self.odd(step))
        boxes = make_pipeline(PowerTransformer("box-cox", standardize=False), Ridge())
        self.save("box-cox", boxes, self.score, self.numbers.abs() + 0.1)
        near = make_pipeline(KNNImputer(n_neighbors=3), scale, Ridge())
        self.save("knn-imputer", near, self.score, gaps, gaps.head(24))
        if not IS_OLD:
            self.target_encoder()

    def odd(self, step):
        """Rows, with some on the edges of bins and quantiles."""
        rows = self.numbers.head(20).reset_index(drop=True)
        step.fit(self.numbers, self.labels)
        if hasattr(step, "quantiles_"):
            rows.iloc[4:10] = step.quantiles_[[0, 1, 5, 12, 18, 19]]
            rows.iloc[10] = [-1e9, 1e9, 0]
        if hasattr(step, "bin_edges_"):
            for i, edges in enumerate(step.bin_edges_):
                rows.iloc[4:9, i] = edges
                rows.iloc[9:14, i] = edges - 1e-7
        return rows

    def target_encoder(self):
        from sklearn.preprocessing import TargetEncoder

        rows = self.data.head(12).copy()
        rows.loc[0, "city"] = "nowhere"
        rest = ["age", "income", "debt"]
        for name, target, last in [
            ("target-encoder", self.score, Ridge()),
            ("target-encoder-classes", self.labels, LogisticRegression()),
        ]:
            encoder = TargetEncoder(random_state=1)
            split = ColumnTransformer([("city", encoder, ["city"]), ("rest", StandardScaler(), rest)])
            self.save(name, make_pipeline(split, last), target, self.data, rows)

    def around_others(self):
        tree = DecisionTreeClassifier(max_depth=3, random_state=1)
        some = {"n_estimators": 4, "random_state": 1}
        named = [("tree", tree), ("bayes", GaussianNB())]
        lines = [("tree", DecisionTreeRegressor(max_depth=3, random_state=1)), ("ridge", Ridge())]
        self.save("bagging", BaggingClassifier(tree, max_features=2, **some), self.labels)
        self.save("bagging-votes", BaggingClassifier(LinearSVC(random_state=1), **some), self.labels)
        self.save("bagging-regressor", BaggingRegressor(max_features=2, **some), self.score)
        self.save("stacking", StackingClassifier(named, cv=2), self.labels)
        passing = StackingClassifier(named, LogisticRegression(), cv=2, passthrough=True)
        self.save("stacking-two", passing, self.two)
        said = StackingClassifier(named, tree, cv=2, stack_method="predict")
        self.save("stacking-labels", said, self.labels)
        self.save("stacking-regressor", StackingRegressor(lines, cv=2), self.score)
        self.save("voting-regressor", VotingRegressor(lines, weights=[1, 3]), self.score)
        boosted = AdaBoostRegressor(n_estimators=6, random_state=1)
        self.save("adaboost-regressor", boosted, self.score)
        search = GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {"ridge__alpha": [0.1, 1]}, cv=2)
        self.save("grid-search", search, self.score)
        grid = {"C": [0.1, 1.0, 10.0]}
        search = RandomizedSearchCV(
            LogisticRegression(), grid, n_iter=2, cv=2, scoring="f1_macro", random_state=1
        )
        self.save("random-search", search, self.labels)
        self.save("rest", OneVsRestClassifier(LogisticRegression()), self.labels)
        forest = RandomForestClassifier(3, max_depth=2, random_state=1)
        self.save("rest-forest", OneVsRestClassifier(forest), self.labels)
        self.save("rest-two", OneVsRestClassifier(LinearSVC(random_state=1)), self.two)
        self.save("pairs", OneVsOneClassifier(LinearSVC(random_state=1)), self.labels)
        self.save("pairs-trees", OneVsOneClassifier(tree), self.labels)
        several = np.column_stack([self.score, self.numbers.debt * 2])
        self.save("multi-output", MultiOutputRegressor(Lasso(0.01)), several)
        scaled = TransformedTargetRegressor(LinearRegression(), transformer=StandardScaler())
        self.save("target-scaled", scaled, self.score)
        logged = TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1)
        self.save("target-logged", logged, np.abs(self.score))
        texts = ColumnTransformer(
            [("city", OneHotEncoder(handle_unknown="ignore"), ["city"]), ("age", SimpleImputer(), ["age"])]
        )
        debts = make_pipeline(ColumnTransformer([("debt", StandardScaler(), ["debt"])]), tree)
        mixed = [("texts", make_pipeline(texts, LogisticRegression())), ("debts", debts)]
        self.save("stacking-texts", StackingClassifier(mixed, cv=2), self.labels, self.data)

    def others(self):
        self.save("lda", LinearDiscriminantAnalysis(), self.labels)
        self.save("lda-two", LinearDiscriminantAnalysis(), self.two)
        self.save("qda", QuadraticDiscriminantAnalysis(), self.labels)
        self.save("qda-two", QuadraticDiscriminantAnalysis(), self.two)
        self.save("centroid", NearestCentroid(), self.labels, scores=False)
        self.save("centroid-manhattan", NearestCentroid(metric="manhattan"), self.labels)
        codes = pd.DataFrame({"a": self.data.age // 20, "b": self.data.debt.abs() // 1})
        self.save("categorical-nb", CategoricalNB(), self.labels, codes.abs())
        self.save("tweedie", TweedieRegressor(power=1.5), np.abs(self.score))
        self.save("tweedie-normal", TweedieRegressor(power=0), self.score)
        self.save("poisson", PoissonRegressor(), np.abs(self.score))
        # Before 1.6 these do not say how many columns they take.
        if not IS_OLD:
            self.dummies()

    def dummies(self):
        self.save("dummy", DummyClassifier(strategy="prior"), self.labels)
        self.save("dummy-frequent", DummyClassifier(strategy="most_frequent"), self.labels)
        self.save("dummy-constant", DummyClassifier(strategy="constant", constant="mid"), self.labels)
        self.save("dummy-regressor", DummyRegressor(), self.score)


if __name__ == "__main__":
    models = Models()
    models.steps()
    models.around_others()
    models.others()
