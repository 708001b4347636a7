"""The official Python client of data.gouv.fr reads and writes our server.

Only `base_url` of the client is set; the package is used as published. Its `Topic.datasets` builds a client of
its own for production, so topics are read through `elements`.
"""

import os
import tempfile
import unittest
from pathlib import Path

from datagouv import Client


class ReadingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = Client(verbose=False)
        cls.client.base_url = os.environ["VITRAIL_URL"].rstrip("/")

    def every(self, path, **options):
        return list(self.client.get_all_from_api_query(path, **options))

    def test_lists_are_walked_to_the_end(self):
        total = self.client.session.get(f"{self.client.base_url}/api/1/datasets/").json()["total"]
        self.assertGreater(total, 20, "the demonstration has several pages of datasets")
        seen = [dataset["id"] for dataset in self.every("api/1/datasets/?page_size=7")]
        self.assertEqual(len(seen), total)
        self.assertEqual(len(set(seen)), total, "no dataset comes twice")

    def test_a_mask_keeps_only_what_is_asked(self):
        for dataset in self.every("api/1/datasets/?page_size=50", mask="data{id,title}"):
            self.assertEqual(set(dataset), {"id", "title"})

    def test_datasets(self):
        found = self.every("api/1/datasets/?page_size=5")[0]
        dataset = self.client.dataset(found["id"])
        self.assertEqual(dataset.title, found["title"])
        for name in ["description", "created_at", "last_modified", "last_update", "frequency", "license"]:
            self.assertIsInstance(getattr(dataset, name), str, name)
        for name in ["quality", "metrics", "internal", "extras"]:
            self.assertIsInstance(getattr(dataset, name), dict, name)
        self.assertIsInstance(dataset.tags, list)
        self.assertIsNone(dataset.deleted)
        self.assertGreater(len(dataset.resources), 0)
        self.assertIsNotNone(dataset.organization)

    def test_datasets_of_the_second_version(self):
        found = self.every("api/2/datasets/?page_size=5")[0]
        dataset = self.client.dataset(found["id"], _from_response=found)
        self.assertEqual(len(dataset.resources), found["resources"]["total"])

    def test_resources(self):
        dataset = self.client.dataset(self.every("api/1/datasets/?page_size=5")[0]["id"])
        resource = self.client.resource(dataset.resources[0].id)
        self.assertEqual(resource.dataset_id, dataset.id, "found by its own id")
        again = self.client.resource(resource.id, dataset_id=dataset.id)
        for name in ["title", "url", "format", "type", "filetype", "created_at", "last_modified"]:
            self.assertIsInstance(getattr(resource, name), str, name)
            self.assertEqual(getattr(resource, name), getattr(again, name), name)
        self.assertIsInstance(resource.extras, dict)
        self.assertIsInstance(resource.check_if_more_recent_update(dataset.id), bool)

    def test_organizations(self):
        datasets = self.every("api/1/datasets/?page_size=50")
        some_id = next(dataset["organization"]["id"] for dataset in datasets if dataset["organization"])
        organization = self.client.organization(some_id)
        for name in ["name", "description", "created_at", "last_modified"]:
            self.assertIsInstance(getattr(organization, name), str, name)
        for name in ["members", "badges"]:
            self.assertIsInstance(getattr(organization, name), list, name)
        theirs = {dataset["id"] for dataset in datasets if (dataset["organization"] or {}).get("id") == some_id}
        self.assertEqual({dataset.id for dataset in organization.datasets}, theirs)

    def test_topics(self):
        found = self.every("api/2/topics/?page_size=5")[0]
        topic = self.client.topic(found["id"])
        self.assertEqual(topic.name, found["name"])
        for name in ["description", "slug", "created_at", "last_modified"]:
            self.assertIsInstance(getattr(topic, name), str, name)
        elements = list(topic.elements)
        self.assertGreater(len(elements), 0)
        for element in elements:
            if (element["element"] or {}).get("class") == "Dataset":
                self.client.dataset(element["element"]["id"])

    def test_what_is_absent_is_said(self):
        # Not through an object of the client: those ask five times, with long pauses, before they say it.
        with self.assertRaisesRegex(Exception, "message"):
            self.every("api/1/organizations/000000000000000000000000/datasets/")


class WritingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = Client(api_key=os.environ["VITRAIL_TOKEN"], verbose=False)
        cls.client.base_url = os.environ["VITRAIL_URL"].rstrip("/")

    def file(self, name, text):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / name
        path.write_text(text)
        return str(path)

    def test_a_dataset_from_its_creation_to_its_end(self):
        dataset = self.client.create_dataset({"title": "Écrit par un script", "description": "Essai"})
        self.assertEqual(dataset.title, "Écrit par un script")
        dataset.update({"description": "Autre essai", "tags": ["essai", "script"]})
        self.assertEqual((dataset.description, dataset.tags), ("Autre essai", ["essai", "script"]))
        dataset.update_extras({"a:b": 1, "c": 2})
        dataset.delete_extras(["c"])
        self.assertEqual(dataset.extras, {"a:b": 1})

        remote = dataset.create_remote({"title": "Lien", "url": "https://www.example.com/a.csv", "format": "csv"})
        remote.update({"title": "Autre lien"})
        self.assertEqual(remote.title, "Autre lien")
        static = dataset.create_static(self.file("données été.csv", "a;b\n1;2\n"), {"title": "Mesures"})
        self.assertEqual((static.title, static.filetype, static.format), ("Mesures", "file", "csv"))
        self.assertEqual(static.download_buffer().read(), b"a;b\n1;2\n")
        static.update({"title": "Mesures"}, file_to_upload=self.file("autre.csv", "c\n3\n"))
        self.assertEqual(static.download_buffer().read(), b"c\n3\n")

        dataset.refresh()
        dataset.sort_resources(by="title.asc")
        dataset.refresh()
        self.assertEqual([file.title for file in dataset.resources], ["Autre lien", "Mesures"])
        remote.delete()
        dataset.refresh()
        self.assertEqual([file.title for file in dataset.resources], ["Mesures"])
        dataset.delete()
        self.assertEqual(self.client.session.get(dataset.uri).json()["deleted"][:2], "20")

    def test_an_organization(self):
        organization = self.client.create_organization({"name": "Atelier des scripts", "description": "Essai"})
        organization.update({"description": "Autre essai"})
        self.assertEqual(organization.description, "Autre essai")
        theirs = self.client.create_dataset(
            {"title": "Au nom de l’atelier", "description": "d", "organization": organization.id}
        )
        self.assertEqual(theirs.organization.id, organization.id)
        theirs.delete()
        organization.delete()


if __name__ == "__main__":
    unittest.main(verbosity=2)
